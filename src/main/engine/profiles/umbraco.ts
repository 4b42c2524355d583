import { isArtifactPath } from '../artifacts/artifact-path';
import { companionOf } from '../artifacts/companion';
import { isNoise } from '../artifacts/noise';
import { readItemName } from '../artifacts/item-name';
import { checkSite } from '../checks/check-site';
import { findArtifactFolder } from './artifact-folder';
import type { Profile } from './profile';
import { extensionOf, groupByExtension, isSiteFile } from './site-files';
import { viewItems } from './view-items';

/** Code of the site itself. */
const code = new Set(['cs', 'csproj', 'sln', 'slnx', 'resx', 'props', 'targets']);
/** What the site makes for itself: data, logs, caches, marker files, and media, which are content. */
const made = /(^|\/)(umbraco\/(?!deploy\/revision\/)|app_data\/|wwwroot\/media\/|media\/|bin\/|obj\/)/i;

/** What programs write about the packages they took is theirs: no mixture of two of them would be right. */
const lockFile = /(^|[/.-])(lock|shrinkwrap)\.json$/i;

function mergeRules(path: string): 'artifact' | 'json' | null {
  if (isArtifactPath(path)) return 'artifact';
  return extensionOf(path) === 'json' && isSiteFile(path) && !lockFile.test(path) ? 'json' : null;
}

/** Sites with artifact files. */
export const umbraco: Profile = {
  name: 'umbraco',
  detect: (site) => findArtifactFolder(site) !== null,
  isKnownNewFile: (path) =>
    isArtifactPath(path) || (!made.test(path) && (isSiteFile(path) || code.has(extensionOf(path)))),
  group: (path) => (isArtifactPath(path) ? 'items' : groupByExtension(path)),
  item: readItemName,
  isNoise,
  check: checkSite,
  mergeRules,
  companion: companionOf,
  viewItems,
};
