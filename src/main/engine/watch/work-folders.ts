import { dirname } from 'node:path/posix';
import { EngineError } from '../errors';
import { readFullIndex } from '../git/index/full-index';
import type { Index } from '../git/index/read-index';
import { systemPath } from '../git/path-codec';
import type { Repository } from '../git/repository/repository';
import { isIgnored, parseIgnoreFile, type IgnoreList } from '../git/status/ignore-rules';
import { listFolder, type FolderItem } from '../git/status/list-folder';
import { isNestedRepository } from '../git/status/nested-repository';
import { byteString } from '../git/status/path-pattern';
import { ignoreRulesOf, outerLists } from '../git/status/untracked';
import { workSettings } from '../git/status/work-settings';

/** A folder in which something may happen that git would see. */
export interface WorkFolder {
  /** Relative to the working folder, '' for its top. */
  readonly path: string;
  /** The ignore rules of all folders above it. */
  readonly above: readonly IgnoreList[];
  /** It is ignored, but git knows files in it: of the folders below only those with known files count. */
  readonly ignored: boolean;
}

export interface WorkFolders {
  /** The working folder itself, with rules and known files read anew. */
  top(): WorkFolder;
  /** The folders right below that count: not ignored, no repositories of their own. */
  inside(folder: WorkFolder): WorkFolder[];
}

/** Finds the folders of a clone that are worth watching. Reads ignore rules as `git status` does. */
export function createWorkFolders(repository: Repository): WorkFolders {
  const root = repository.folder;
  const settings = workSettings(repository.config());
  let index: Index | null = null;
  let known: ReadonlySet<string> = new Set();
  const keyOf = (path: string): string => (settings.ignoreCase ? path.toLowerCase() : path);

  const listsIn = (
    folder: WorkFolder,
    items: readonly FolderItem[],
    prefix: string,
  ): readonly IgnoreList[] => {
    const bytes = ignoreRulesOf(repository, index, prefix, items);
    return bytes
      ? [...folder.above, parseIgnoreFile(bytes, byteString(prefix), settings.ignoreCase)]
      : folder.above;
  };

  return {
    top() {
      index = indexOf(repository);
      known = knownFolders(index?.paths ?? [], keyOf);
      return { path: '', above: outerLists(repository, settings), ignored: false };
    },
    inside(folder) {
      const items = listFolder(root, folder.path) ?? []; // one that may not be read is reported by every look
      const prefix = folder.path === '' ? '' : `${folder.path}/`;
      const lists = listsIn(folder, items, prefix);
      return items.flatMap((item) => {
        if (item.kind !== 'folder' || keyOf(item.name) === '.git') return [];
        const path = prefix + (settings.precomposeUnicode ? item.name.normalize('NFC') : item.name);
        const ignored = folder.ignored || isIgnored(lists, byteString(path), true);
        if (ignored && !known.has(keyOf(path))) return [];
        const whole = systemPath(root, path);
        if (typeof whole === 'string' && isNestedRepository(whole)) return [];
        return [{ path, above: lists, ignored }];
      });
    },
  };
}

/** Folders that hold files git knows, at any depth. */
function knownFolders(paths: readonly string[], keyOf: (path: string) => string): Set<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = dirname(keyOf(path)); folder !== '.' && !folders.has(folder); folder = dirname(folder))
      folders.add(folder);
  return folders;
}

function indexOf(repository: Repository): Index | null {
  try {
    return readFullIndex(repository);
  } catch (cause) {
    if (cause instanceof EngineError) return null; // a damaged index is reported by every look
    throw cause;
  }
}
