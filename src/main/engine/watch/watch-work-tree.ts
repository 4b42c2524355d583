import { lstatSync } from 'node:fs';
import { basename, dirname } from 'node:path/posix';
import { systemPath } from '../git/path-codec';
import type { Repository } from '../git/repository/repository';
import { CannotWatch, watchFolder, type FolderWatch } from './folder-watch';
import type { WatchBudget } from './watch-limits';
import { createWorkFolders, type WorkFolder } from './work-folders';

/** The watches on the folders of one working tree. */
export interface WorkTreeWatch {
  readonly folders: number;
  /** Follows folders that came and went since the last call. @throws CannotWatch, `gone` when there is no tree any more */
  follow(): void;
  close(): void;
}

interface Watched {
  folder: WorkFolder;
  readonly watch: FolderWatch | null;
  readonly inode: string;
  readonly children: Set<string>;
}

export interface WatchTreeOptions {
  readonly budget: WatchBudget;
  /** One watch of the system for all folders: Windows and macOS, where one for each would block renaming folders. */
  readonly recursive: boolean;
  readonly onHint: () => void;
}

/** Our own half-written files, which are renamed into place at once. */
const isOurOwn = (name: string): boolean =>
  name.startsWith('.laneway-') || /^\..+\.[0-9a-f]{12}\.tmp$/.test(name);

/**
 * Watches every folder that is not ignored, each by itself. A folder is watched first and listed then, so that nothing
 * made in between is missed.
 * @throws CannotWatch when not all of them can be watched; none is then
 */
export function watchWorkTree(
  repository: Repository,
  { budget, recursive, onHint }: WatchTreeOptions,
): WorkTreeWatch {
  const root = repository.folder;
  const folders = createWorkFolders(repository);
  const watched = new Map<string, Watched>();
  const toList = new Set<string>();
  const replaced = new Set<string>();
  let rulesChanged = false;
  let whole: FolderWatch | null = null;
  const gitInode = inodeOf(systemPath(root, '.git'));

  const onEvent = (path: string, event: 'rename' | 'change' | 'error', name: string | null): void => {
    if (recursive && !watched.has(path)) return; // ignored; or new, and its parent is told of that
    if (name !== null && isOurOwn(name)) return;
    // Windows says "changed" of a folder when something in it did, which is told by itself as well.
    if (
      recursive &&
      event === 'change' &&
      name !== null &&
      watched.has(path === '' ? name : `${path}/${name}`)
    )
      return;
    if (name === '.gitignore') rulesChanged = true;
    if (event !== 'change') toList.add(path);
    // Told of the folder itself: it was moved or removed, and something else may have its name now.
    if (event === 'error' || (event === 'rename' && name === basename(path === '' ? root : path))) {
      replaced.add(path);
      if (path !== '') toList.add(parentOf(path));
    }
    if (path === '' && name === '.git' && event === 'change') return;
    onHint();
  };

  const drop = (path: string): void => {
    const entry = watched.get(path);
    if (!entry) return;
    watched.delete(path);
    watched.get(parentOf(path))?.children.delete(path);
    entry.watch?.close();
    for (const child of [...entry.children]) drop(child);
  };

  const add = (folder: WorkFolder): void => {
    const path = systemPath(root, folder.path);
    const watch = recursive
      ? null
      : watchFolder(path, budget, (event, name) => onEvent(folder.path, event, name));
    const inode = inodeOf(path);
    if (inode === null || (!recursive && watch === null)) {
      watch?.close();
      return; // gone already, or not for us
    }
    watched.set(folder.path, { folder, watch, inode, children: new Set() });
    if (folder.path !== '') watched.get(parentOf(folder.path))?.children.add(folder.path);
    for (const child of folders.inside(folder)) add(child);
  };

  const list = (entry: Watched, deep: boolean): void => {
    const inside = folders.inside(entry.folder);
    const there = new Set(inside.map(({ path }) => path));
    for (const path of [...entry.children]) if (!there.has(path)) drop(path);
    for (const child of inside) {
      const known = watched.get(child.path);
      if (known && (replaced.has(child.path) || inodeOf(systemPath(root, child.path)) !== known.inode))
        drop(child.path);
      const still = watched.get(child.path);
      if (!still) add(child);
      else if (deep) {
        still.folder = child;
        list(still, true);
      }
    }
  };

  const close = (): void => {
    whole?.close();
    for (const { watch } of watched.values()) watch?.close();
    watched.clear();
  };

  const start = (): void => {
    try {
      if (recursive) {
        whole = watchFolder(root, budget, (event, name) => spread(name, event, onEvent), true);
        if (whole === null) throw new CannotWatch('gone');
      }
      add(folders.top());
    } catch (cause) {
      close();
      throw cause;
    }
    if (!watched.has('')) {
      close();
      throw new CannotWatch('gone');
    }
  };

  start();
  return {
    get folders() {
      return watched.size;
    },
    follow() {
      const top = watched.get('');
      const inode = inodeOf(root);
      const sameGit = inodeOf(systemPath(root, '.git')) === gitInode;
      if (!top || inode !== top.inode || !sameGit || replaced.has('')) throw new CannotWatch('gone');
      if (rulesChanged) {
        rulesChanged = false;
        toList.clear();
        top.folder = folders.top();
        list(top, true);
      }
      const paths = [...toList].sort((a, b) => a.length - b.length);
      toList.clear();
      for (const path of paths) {
        const entry = watched.get(path);
        if (entry) list(entry, false);
      }
      replaced.clear();
    },
    close,
  };
}

/** An event of a recursive watch, told as one of the folder it is in. */
function spread(
  name: string | null,
  event: 'rename' | 'change' | 'error',
  tell: (path: string, event: 'rename' | 'change' | 'error', name: string | null) => void,
): void {
  const path = (name ?? '').replaceAll('\\', '/');
  tell(parentOf(path), event, path === '' ? null : basename(path));
}

const parentOf = (path: string): string => {
  const parent = dirname(path);
  return parent === '.' ? '' : parent;
};

function inodeOf(path: string | Buffer): string | null {
  try {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats ? `${stats.dev} ${stats.ino}` : null;
  } catch {
    return null; // not for us: as good as not there
  }
}
