/**
 * What a person calls the kinds of items that sites keep in artifacts (umbraco.md, "Artifact files"). The list is
 * open: packages add kinds of their own.
 */
const kinds: Readonly<Record<string, string>> = {
  'data-type-container': 'Data Type Folder',
  'dictionary-item': 'Dictionary Item',
  'document-blueprint': 'Document Blueprint',
  'document-type-container': 'Document Type Folder',
  'forms-datasource': 'Form Data Source',
  'forms-form': 'Form',
  'forms-prevalue': 'Form Prevalue Source',
  'media-type-container': 'Media Type Folder',
};

/** An entity type in words: `document-type` -> "Document Type"; one that is not known is spelled out the same way. */
export function kindInWords(entityType: string): string {
  const known = spelled.get(entityType);
  if (known !== undefined) return known;
  const words = spelledOut(entityType);
  if (spelled.size < mostKinds) spelled.set(entityType, words);
  return words;
}

/** Sites ask for the same few kinds thousands of times. */
const spelled = new Map(Object.entries(kinds));
const mostKinds = 1000;

const spelledOut = (entityType: string): string =>
  entityType
    .split(/[-_\s]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ') || 'Item';
