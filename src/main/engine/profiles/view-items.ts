import type { ItemName } from '../../../shared/domain/change';
import { companionOf } from '../artifacts/companion';
import { readItemName } from '../artifacts/item-name';
import { isError } from '../errors';
import { artifactFolderIn } from './artifact-folder';
import type { SiteTree } from './site-tree';

/** Where `companionOf` says that views lie: the site's folder ('' or ending in '/'), then `Views`. */
const view = /^(|.*\/)Views\/[^/]+\.cshtml$/;
const template = /^template__.+\.uda$/i;

/**
 * The templates whose views are among `paths`: path of the view -> the item. Opens the template artifacts of those
 * sites that have one of the views, and none where no path is a view.
 */
export function viewItems(site: SiteTree, paths: readonly string[]): ReadonlyMap<string, ItemName> {
  const wanted = new Set(paths.filter((path) => view.test(path)));
  const bases = new Set([...wanted].map((path) => view.exec(path)?.[1] ?? ''));
  const found = new Map<string, ItemName>();
  for (const base of bases) {
    const folder = artifactFolderIn(site, base.replace(/\/$/, ''));
    if (folder === null) continue;
    for (const { name } of site.list(folder)) {
      if (!template.test(name)) continue;
      const path = `${folder}/${name}`;
      const item = itemAt(site, path);
      const file = item && companionOf(path, item);
      if (item && file !== null && wanted.has(file)) found.set(file, item);
    }
  }
  return found;
}

/** A damaged artifact that takes no part must not stop a plan: its view keeps the name of its file. */
function itemAt(site: SiteTree, path: string): ItemName | null {
  try {
    const bytes = site.read(path);
    return bytes && readItemName(path, bytes);
  } catch (error) {
    if (isError(error, 'object-missing') || isError(error, 'object-damaged')) return null;
    throw error;
  }
}
