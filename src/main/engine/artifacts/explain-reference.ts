import { builtInName } from './built-ins';
import type { SiteIndex } from './site-index';
import { parseUdi, type Udi } from './udi';

/**
 * What a reference leads to. `missing` is the only one that is a mistake, and only where the target ever had an
 * artifact or its kind has nothing that installations bring along (umbraco.md, "Dangling references").
 */
export type Destination = 'item' | 'built-in' | 'file' | 'content' | 'missing';

/** They occur in references only: views, styles, scripts and media are files, and have no artifact. */
const files = new Set([
  'template-file',
  'partial-view',
  'partial-view-macro',
  'stylesheet',
  'script',
  'media-file',
]);
/** Pages, media and people live in databases. */
const contents = new Set(['document', 'media', 'member', 'element', 'user']);

/** Where an address leads in a site. */
export function destinationOf(index: Pick<SiteIndex, 'item'>, udi: Udi): Destination {
  if (index.item(udi)) return 'item';
  const type = parseUdi(udi)?.entityType ?? '';
  if (files.has(type)) return 'file';
  if (contents.has(type)) return 'content';
  return builtInName(udi) === null ? 'missing' : 'built-in';
}
