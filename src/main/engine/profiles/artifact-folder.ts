import type { SiteTree } from './site-tree';

/** A site lies in the top folder, where `.umbraco` says, or at most this many folders deep. */
const deepest = 3;
const mostFolders = 300;

/** The folder of artifacts, without a slash at the end, or null. Its case varies between versions. */
export function findArtifactFolder(site: SiteTree): string | null {
  const named = projectBase(site);
  if (named !== null) {
    const found = artifactFolderIn(site, named);
    if (found !== null) return found;
  }
  let level = [''];
  for (let depth = 0, looked = 0; depth <= deepest && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      if (++looked > mostFolders) return null;
      const found = artifactFolderIn(site, folder);
      if (found !== null) return found;
      for (const { name, isFolder } of site.list(folder))
        if (isFolder && !name.startsWith('.') && name !== 'node_modules') below.push(join(folder, name));
    }
    level = below;
  }
  return null;
}

/** `[project] base = "src/..."` of the file `.umbraco` in the top folder. */
function projectBase(site: SiteTree): string | null {
  const text = site.read('.umbraco')?.toString('utf8') ?? '';
  const base = /^\s*base\s*=\s*["']?([^"'\r\n]*?)["']?\s*$/m.exec(text)?.[1];
  return base === undefined ? null : base.replaceAll('\\', '/').replace(/^\.?\/+|\/+$/g, '');
}

/** The folder of artifacts of the site that lies in `base`, or null. */
export function artifactFolderIn(site: SiteTree, base: string): string | null {
  return descend(site, base, ['umbraco', 'deploy', 'revision']) ?? descend(site, base, ['data', 'revision']);
}

function descend(site: SiteTree, from: string, names: readonly string[]): string | null {
  let folder = from;
  for (const wanted of names) {
    const found = site.list(folder).find(({ name, isFolder }) => isFolder && name.toLowerCase() === wanted);
    if (!found) return null;
    folder = join(folder, found.name);
  }
  return folder;
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
