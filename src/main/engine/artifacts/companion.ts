import type { ItemName } from '../../../shared/domain/change';
import { parseArtifactPath } from './artifact-path';

/**
 * The file that belongs to an item, so that both are one row: a template's view.
 * @param path of the artifact @returns a path in the repository, or null where the item has none.
 */
export function companionOf(path: string, item: ItemName): string | null {
  const place = parseArtifactPath(path);
  if (!place || item.entityType !== 'template' || item.alias === undefined) return null;
  if (/[/\\\0]/.test(item.alias)) return null; // not a file name
  return `${place.base}Views/${item.alias}.cshtml`;
}
