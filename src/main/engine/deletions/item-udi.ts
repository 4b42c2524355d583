/** What the history of items knows an item by (`document-type__<id>`), of its Udi. */
export const historyKey = (udi: string): string =>
  udi
    .replace(/^umb:\/\//, '')
    .replace('/', '__')
    .toLowerCase();
