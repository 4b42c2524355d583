import { parseArtifactPath } from '../artifacts/artifact-path';
import { isTree, type ObjectId, type ObjectReader, type Tree } from '../git/model';
import { findArtifactFolder } from '../profiles/artifact-folder';
import { siteOfTree } from '../profiles/site-tree';

/** The files of a site's items at one commit: their blobs, none of them read. */
export interface ArtifactSet {
  /** Folder of the artifacts in the repository, without a slash at the end. */
  readonly folder: string;
  /** The folder of the site in the repository: '' or ending in '/'. */
  readonly base: string;
  /** Path of an artifact -> its blob. */
  readonly files: ReadonlyMap<string, ObjectId>;
  /** Whether a view of that name (below `Views/`) is there. */
  readonly hasView: (viewFile: string) => boolean;
}

/** Lists the artifacts of a tree; null where the site has none. @throws EngineError `object-missing`, `object-damaged` */
export function artifactSetOf(reader: ObjectReader, root: ObjectId): ArtifactSet | null {
  const folder = findArtifactFolder(siteOfTree(reader, root));
  if (folder === null) return null;
  const base = parseArtifactPath(`${folder}/x__x.uda`)?.base ?? '';
  const files = new Map<string, ObjectId>();
  for (const [name, { mode, id }] of treeAt(reader, root, folder) ?? []) {
    const path = `${folder}/${name}`;
    if ((mode & 0o170000) === 0o100000 && parseArtifactPath(path)) files.set(path, id);
  }
  const folders = new Map<string, Tree | null>();
  const hasView = (viewFile: string): boolean => {
    const path = `${base}Views/${viewFile}`;
    const slash = path.lastIndexOf('/');
    const above = path.slice(0, slash);
    const known = folders.get(above);
    const tree = known === undefined ? treeAt(reader, root, above) : known;
    folders.set(above, tree);
    return tree?.has(path.slice(slash + 1)) ?? false;
  };
  return { folder, base, files, hasView };
}

function treeAt(reader: ObjectReader, root: ObjectId, folder: string): Tree | null {
  let id = root;
  for (const name of folder.split('/')) {
    const entry = reader.tree(id).get(name);
    if (!isTree(entry)) return null;
    id = entry.id;
  }
  return reader.tree(id);
}
