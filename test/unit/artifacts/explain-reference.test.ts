import { expect, it } from 'vitest';
import { destinationOf } from '../../../src/main/engine/artifacts/explain-reference';

const known = 'umb://document-type/00000000000000000000000000000001';
const index = { item: (udi: string) => (udi === known ? ({} as never) : undefined) };

it.each([
  [known, 'item'],
  ['umb://data-type/0cc0eba1996042c9bf9b60e150b429ae', 'built-in'],
  ['umb://media-type/cc07b31308434aa8bbda871c8da728c8', 'built-in'],
  ['umb://document-type/cc07b31308434aa8bbda871c8da728c8', 'missing'],
  ['umb://template-file/Home%20page.cshtml', 'file'],
  ['umb://stylesheet/rte.css', 'file'],
  ['umb://document/0cc0eba1996042c9bf9b60e150b429ae', 'content'],
  ['umb://media/0cc0eba1996042c9bf9b60e150b429ae', 'content'],
  ['umb://language/da-DK', 'missing'],
  ['umb://data-type/constructor', 'missing'],
])('%s leads to: %s', (udi, destination) => {
  expect(destinationOf(index, udi)).toBe(destination);
});
