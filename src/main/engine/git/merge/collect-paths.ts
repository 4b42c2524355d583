import type { ObjectId, ObjectReader, Tree, TreeEntry } from '../model';
import { isTree, sameEntry } from '../model';
import {
  emptyState,
  maskOf,
  sides,
  typeOf,
  type Mask,
  type PathState,
  type Side,
  type Triple,
} from './path-state';
import { differingNames } from './differing-names';
import { inTableOrder } from './table-order';

/** Why the old name of a file matters: its content changed on the other side, or where its folder went does. */
export type Relevance = 'content' | 'location';
/** Whether a folder that is gone needs its new place known: for files added to it, or to one above or below it. */
export type FolderRelevance = 'none' | 'ancestor' | 'self';

export interface NamedEntry {
  readonly path: string;
  readonly entry: TreeEntry;
}

/** What one side did with names: candidates for renames. */
export interface SideNames {
  /** In the order in which they were found, additions and deletions mixed. */
  readonly changes: (NamedEntry & { readonly added: boolean })[];
  /** Old name -> why it matters. */
  readonly relevant: Map<string, Relevance>;
  /** Folder that is gone on this side -> whether its new place matters. */
  readonly removedFolders: Map<string, FolderRelevance>;
}

export interface CollectedPaths {
  /** Paths that one look did not decide. */
  readonly states: Map<string, PathState>;
  /** Files only theirs changed. */
  readonly changes: Map<string, TreeEntry>;
  /** Folders taken from one side without looking into them (null: gone). */
  readonly whole: Map<string, TreeEntry | null>;
  readonly side: Readonly<Record<Side, SideNames>>;
}

const all = 7;
const absent: Tree = new Map();

/**
 * Walks base, ours and theirs together and reads folders only where they differ; a folder that one side left alone
 * is taken from the other without reading it, unless renames have to be looked for in it.
 * The rules (which deletions matter, when folders may be taken whole) are those of git's merge-ort:
 * https://git-scm.com/docs/directory-rename-detection, https://git-scm.com/docs/merge-strategies
 */
export function collectPaths(reader: ObjectReader, roots: Triple<ObjectId | null>): CollectedPaths {
  const states = new Map<string, PathState>();
  const changes = new Map<string, TreeEntry>();
  const whole = new Map<string, TreeEntry | null>();
  const side = { 1: newSideNames(), 2: newSideNames() };
  /** Folders that can be taken whole if that side has no old names that matter -> the mask to go on with. */
  const later = { 1: new Map<string, Mask>(), 2: new Map<string, Mask>() };
  const mayWait = { 1: true, 2: true };
  const folders = new Map<string, Triple<TreeEntry | undefined>>();

  /**
   * `newSide` is the side on which a folder still is that the other one removed, as a mask; 7 once a file was added
   * there, from where on everything below matters.
   */
  const visit = (trees: Triple<ObjectId | null>, prefix: string, newSide: Mask): void => {
    const [base, ours, theirs] = [read(trees[0]), read(trees[1]), read(trees[2])];
    const names = differingNames(base, ours, theirs);
    const entriesOf = (name: string): Triple<TreeEntry | undefined> => [
      base.get(name),
      ours.get(name),
      theirs.get(name),
    ];
    const addsHere = (name: string): boolean => maskOf(entriesOf(name).map(leaf)) === newSide;
    const mask = (newSide === 2 || newSide === 4) && names.some(addsHere) ? all : newSide;
    for (const name of names) compare(prefix, prefix + name, entriesOf(name), mask);
  };
  const read = (id: ObjectId | null): Tree => (id === null ? absent : reader.tree(id));

  const compare = (
    prefix: string,
    path: string,
    entries: Triple<TreeEntry | undefined>,
    inherited: Mask,
  ): void => {
    const [base, ours, theirs] = entries;
    const oursIsBase = base !== undefined && sameEntry(base, ours);
    const theirsIsBase = base !== undefined && sameEntry(base, theirs);
    if (oursIsBase && theirsIsBase) return;
    const files: Triple<TreeEntry | undefined> = [leaf(base), leaf(ours), leaf(theirs)];
    const inFiles = maskOf(files);
    const inFolders = maskOf(entries) & ~inFiles;
    const same = ours !== undefined && sameEntry(ours, theirs);
    if (inFiles === all && (same || theirsIsBase)) return;
    if (inFiles === all && oursIsBase && theirs) {
      changes.set(path, theirs);
      return;
    }
    const match = oursIsBase ? 3 : theirsIsBase ? 5 : same ? 6 : 0;
    const mask = note(prefix.slice(0, -1), path, files, inFolders, match, inherited);
    states.set(path, {
      ...emptyState(path),
      files,
      folders: inFolders,
      match: match & inFiles,
      inWay: inFiles !== 0 && inFolders !== 0,
    });
    if (inFolders === 0) return;
    folders.set(path, entries);
    const isNew = inFiles === 0 && (inFolders === 2 || inFolders === 4);
    const changer: Side | null = isNew ? (inFolders === 2 ? 1 : 2) : oursIsBase ? 2 : theirsIsBase ? 1 : null;
    if (mask !== all && changer !== null && mayWait[changer]) later[changer].set(path, mask);
    else descend(path, entries, mask);
  };

  const descend = (path: string, entries: Triple<TreeEntry | undefined>, mask: Mask): void =>
    visit([treeId(entries[0]), treeId(entries[1]), treeId(entries[2])], `${path}/`, mask);

  /** Keeps what rename detection will need; returns the mask to go on with below `path`. */
  const note = (
    folder: string,
    path: string,
    files: Triple<TreeEntry | undefined>,
    inFolders: Mask,
    match: Mask,
    inherited: Mask,
  ): Mask => {
    const mask = inherited !== all && (inFolders === 3 || inFolders === 5) ? inFolders & ~1 : inherited;
    if (inFolders === 1 || inFolders === 3 || inFolders === 5)
      for (const at of sides)
        if (!(inFolders & (1 << at))) side[at].removedFolders.set(path, mask === all ? 'ancestor' : 'none');
    const inFiles = maskOf(files);
    if (mask === all && (inFiles === 2 || inFiles === 4))
      side[inFiles === 2 ? 2 : 1].removedFolders.set(folder, 'self');
    if (inFiles === 0 || inFiles === all) return mask;
    for (const at of sides) {
      const [before, now] = [files[0], files[at]];
      if (before && !now) {
        const relevance = (match & inFiles) === 0 ? 'content' : mask === all ? 'location' : null;
        if (relevance) side[at].relevant.set(path, relevance);
        side[at].changes.push({ path, entry: before, added: false });
      }
      if (!before && now) side[at].changes.push({ path, entry: now, added: true });
    }
    return mask;
  };

  visit(roots, '', 0);
  for (const at of sides) {
    const waiting = inTableOrder([...later[at].keys()]);
    const look = side[at].relevant.size > 0;
    const masks = new Map(later[at]);
    later[at].clear();
    mayWait[at] = !look;
    for (const path of waiting) {
      const entries = folders.get(path);
      if (!entries) continue;
      if (look) descend(path, entries, masks.get(path) ?? 0);
      else takeWhole(path, entries, at);
    }
  }
  return { states, changes, whole, side };

  function takeWhole(path: string, entries: Triple<TreeEntry | undefined>, from: Side): void {
    const state = states.get(path);
    const entry = entries[from] ?? null;
    whole.set(path, entry);
    if (state) state.result = entry;
  }
}

const newSideNames = (): SideNames => ({ changes: [], relevant: new Map(), removedFolders: new Map() });
const leaf = (entry: TreeEntry | undefined): TreeEntry | undefined => (isTree(entry) ? undefined : entry);
const treeId = (entry: TreeEntry | undefined): ObjectId | null =>
  entry !== undefined && typeOf(entry) === 0o040000 ? entry.id : null;
