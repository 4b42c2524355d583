import { join } from 'node:path';
import { EntryFlag, findInIndex, idAt, modeAt, type Index } from '../index/read-index';
import { FileMode } from '../model';
import { systemPath } from '../path-codec';
import type { Repository } from '../repository/repository';
import { isIgnored, parseIgnoreFile, type IgnoreList } from './ignore-rules';
import { listFolder, type FolderItem } from './list-folder';
import { isNestedRepository } from './nested-repository';
import { byteString } from './path-pattern';
import { personalRuleFile, readRuleFile } from './rule-files';
import { lower } from './wildmatch';
import type { WorkSettings } from './work-settings';

export interface Untracked {
  /** New files that are not ignored, each by itself. */
  readonly files: readonly string[];
  /** Clones inside this one, with a slash at the end. */
  readonly nested: readonly string[];
  /** Folders that may not be read. */
  readonly unreadable: readonly string[];
}

/** Looks for files that git does not know: in every folder but the ignored ones, nested clones and submodules. */
export function findUntracked(repository: Repository, index: Index, settings: WorkSettings): Untracked {
  const known = knownPaths(index, settings);
  const files: string[] = [];
  const nested: string[] = [];
  const unreadable: string[] = [];
  const outer = outerLists(repository, settings);

  const scan = (folder: string, above: readonly IgnoreList[], listed?: readonly FolderItem[]): void => {
    const items = listed ?? listFolder(repository.folder, folder);
    if (!items) {
      unreadable.push(folder);
      return;
    }
    const prefix = folder === '' ? '' : `${folder}/`;
    const bytePrefix = byteString(prefix);
    const rules = ignoreRulesOf(repository, index, prefix, items);
    const lists = rules ? [...above, parseIgnoreFile(rules, bytePrefix, settings.ignoreCase)] : above;
    for (const item of items) {
      const path = prefix + (settings.precomposeUnicode ? item.name.normalize('NFC') : item.name);
      const key = known.key(path);
      if (item.kind === 'other' || isGitFolder(item.name, settings)) continue;
      if (item.kind === 'file' && known.files.has(key)) continue;
      const byteName = bytePrefix + byteString(path.slice(prefix.length));
      if (isIgnored(lists, byteName, item.kind === 'folder')) continue;
      if (item.kind === 'file') files.push(path);
      else if (known.folders.has(key)) scan(path, lists);
      else if (!known.submodules.has(key)) scanNew(path, lists);
    }
  };
  const scanNew = (folder: string, lists: readonly IgnoreList[]): void => {
    const items = listFolder(repository.folder, folder);
    const mayBeNested = items?.some((item) => item.name === '.git');
    if (mayBeNested && isNestedRepository(`${repository.folder}/${folder}`)) {
      if (!known.files.has(known.key(folder))) nested.push(`${folder}/`); // else it took a file's place
    } else if (items) scan(folder, lists, items);
    else unreadable.push(folder);
  };
  scan('', outer);
  return { files, nested, unreadable };
}

/**
 * The `.gitignore` of a folder, or null. One that is not there because it lies outside of a sparse checkout counts all
 * the same.
 * @param prefix '' or the folder with a slash at its end
 */
export function ignoreRulesOf(
  { folder, objects }: Repository,
  index: Index | null,
  prefix: string,
  items: readonly FolderItem[],
): Buffer | null {
  const path = `${prefix}.gitignore`;
  if (items.some((item) => item.name === '.gitignore')) return readRuleFile(systemPath(folder, path), false);
  if (!index?.hasSkipped) return null;
  const i = findInIndex(index, path);
  return (index.flags[i] ?? 0) & EntryFlag.skipWorktree ? objects.blob(idAt(index, i)) : null;
}

const isGitFolder = (name: string, settings: WorkSettings): boolean =>
  name === '.git' || (settings.ignoreCase && lower(name) === '.git');

/** What is ignored in every folder: by the person, and by the clone without its history. */
export function outerLists(repository: Repository, settings: WorkSettings): IgnoreList[] {
  const paths = [
    personalRuleFile(repository, 'core.excludesfile', 'ignore'),
    join(repository.commonDir, 'info', 'exclude'),
  ];
  return paths.flatMap((path) => {
    const bytes = path === null ? null : readRuleFile(path, true);
    return bytes ? [parseIgnoreFile(bytes, '', settings.ignoreCase)] : [];
  });
}

interface KnownPaths {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly submodules: ReadonlySet<string>;
  /** The form in which paths are in the sets. */
  key(path: string): string;
}

/** By the index that they are of: a look is followed by another at the same index. */
const remembered = new WeakMap<Index, { readonly ignoreCase: boolean; readonly known: KnownPaths }>();

function knownPaths(index: Index, settings: WorkSettings): KnownPaths {
  const before = remembered.get(index);
  if (before?.ignoreCase === settings.ignoreCase) return before.known;
  const known = collectKnownPaths(index, settings);
  remembered.set(index, { ignoreCase: settings.ignoreCase, known });
  return known;
}

function collectKnownPaths(index: Index, settings: WorkSettings): KnownPaths {
  const key = settings.ignoreCase ? lower : (path: string) => path;
  const files = new Set<string>(settings.ignoreCase ? index.paths.map(key) : index.paths);
  const folders = new Set<string>();
  const submodules = new Set<string>();
  let last = '';
  for (let i = 0; i < index.count; i++) {
    const path = index.paths[i] ?? '';
    if (modeAt(index, i) === FileMode.submodule) submodules.add(key(path));
    let cut = path.lastIndexOf('/');
    if (cut < 0 || (cut === last.length && path.startsWith(last))) continue;
    last = path.slice(0, cut);
    for (let folder = key(last); !folders.has(folder); folder = folder.slice(0, cut)) {
      folders.add(folder);
      cut = folder.lastIndexOf('/');
      if (cut < 0) break;
    }
  }
  return { files, folders, submodules, key };
}
