import { comparePaths } from '../path-codec';
import type { CollectedPaths, NamedEntry } from './collect-paths';
import type { MergeConflict } from './conflict';
import { emptyState, fileMask, folderOf, otherSide, sides, type PathState, type Side } from './path-state';
import type { SideRenames } from './renames';

/** Old folder -> new folder. */
type FolderRenames = Map<string, string>;
/** Where several files would go -> the files. */
type Meetings = Map<string, { readonly from: string[]; told: boolean }>;

export interface FolderRenameInput {
  readonly collected: CollectedPaths;
  readonly renames: Readonly<Record<Side, SideRenames>>;
  /** Is there anything of that name in a part of the trees that was not in question? */
  readonly exists: (path: string) => boolean;
}

/** A file that one side renamed or, with the folder it was put into, moves along. */
export interface MovedFile {
  readonly oldPath: string;
  readonly newPath: string;
  readonly side: Side;
}

/**
 * Files added to a folder that the other side moved are moved along and marked as a conflict ("file location"), as
 * git does by default (merge.directoryRenames=conflict). Changes the collected states.
 * @returns all renames by old path (our side first), and files whose new place is unclear
 * @see https://git-scm.com/docs/directory-rename-detection
 */
export function applyFolderRenames(
  { collected, renames, exists }: FolderRenameInput,
  enabled: boolean,
): {
  readonly moved: MovedFile[];
  /** Names that files left because they were moved along. */
  readonly vacated: string[];
  readonly unclear: MergeConflict[];
} {
  const { states } = collected;
  const unclear: MergeConflict[] = [];
  const found = { 1: unanimous(renames[1], enabled), 2: unanimous(renames[2], enabled) };
  for (const folder of [...found[1].renamed.keys()])
    if (found[2].renamed.delete(folder)) found[1].renamed.delete(folder);
  const additions = {
    1: collected.side[1].changes.filter(({ added }) => added),
    2: collected.side[2].changes.filter(({ added }) => added),
  };
  const meetings = {
    1: whatMeets(additions[1], found[2].renamed),
    2: whatMeets(additions[2], found[1].renamed),
  };
  const moved: MovedFile[] = [];
  const vacated: string[] = [];
  for (const side of sides) {
    const other = otherSide(side);
    for (const { path, entry } of additions[side]) {
      const asked = (otherPaths: readonly string[]): void => {
        unclear.push({
          path,
          type: 'file-location',
          ...(side === 1 ? { ours: entry } : { theirs: entry }),
          otherPaths: [...otherPaths],
        });
      };
      const oldPath = renames[side].oldPaths.get(path);
      const goal = newPlace(path, side);
      const newPath = goal?.free === true ? goal.path : path;
      if (newPath !== path) {
        moveAlong(states, path, newPath, side);
        vacated.push(path);
      }
      if (oldPath !== undefined) moved.push({ oldPath, newPath, side });
      const split = nearest(path, found[other].split);
      if (goal?.free === false) asked([goal.path]);
      else if (goal === null && split !== undefined) asked(found[other].split.get(split) ?? []);
    }
  }
  return { moved, vacated, unclear };

  function newPlace(path: string, side: Side): { readonly path: string; readonly free: boolean } | null {
    const folderRenames = found[otherSide(side)].renamed;
    if (folderRenames.size === 0 || meetings[otherSide(side)].has(path)) return null;
    const folder = nearest(path, folderRenames);
    if (folder === undefined) return null;
    // Not into a folder that this side renamed itself: the file would be moved twice.
    if (found[side].renamed.has(folderRenames.get(folder) ?? '')) return null;
    const target = replaceFolder(path, folder, folderRenames.get(folder) ?? '');
    const meeting = meetings[side].get(target);
    if (!meeting || meeting.told) return { path: target, free: false };
    const free = !isTaken(states, target, side, exists) && meeting.from.length === 1;
    meeting.told = !free;
    return { path: target, free };
  }
}

/** Folders whose files went to one other folder more than to any other; and those where that is a draw. */
function unanimous(
  { folderCounts }: SideRenames,
  enabled: boolean,
): { readonly renamed: FolderRenames; readonly split: Map<string, readonly string[]> } {
  const renamed: FolderRenames = new Map();
  const split = new Map<string, readonly string[]>();
  for (const [folder, targets] of enabled ? folderCounts : []) {
    const most = Math.max(0, ...targets.values());
    const best = [...targets].flatMap(([target, count]) => (count === most ? [target] : []));
    const [only] = best;
    if (most === 0 || only === undefined) continue;
    if (best.length > 1) split.set(folder, best.sort(comparePaths));
    else renamed.set(folder, only);
  }
  return { renamed, split };
}

function whatMeets(additions: readonly NamedEntry[], folderRenames: FolderRenames): Meetings {
  const meetings: Meetings = new Map();
  if (folderRenames.size === 0) return meetings;
  for (const { path } of additions) {
    const folder = nearest(path, folderRenames);
    if (folder === undefined) continue;
    const target = replaceFolder(path, folder, folderRenames.get(folder) ?? '');
    const meeting = meetings.get(target);
    if (meeting) meeting.from.push(path);
    else meetings.set(target, { from: [path], told: false });
  }
  return meetings;
}

/** The innermost folder above `path` that is in `folders`. */
function nearest(path: string, folders: ReadonlyMap<string, unknown>): string | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    if (folders.has(folder)) return folder;
  return undefined;
}

const replaceFolder = (path: string, from: string, to: string): string =>
  to === '' ? path.slice(from.length + 1) : to + path.slice(from.length);

function isTaken(
  states: ReadonlyMap<string, PathState>,
  path: string,
  side: Side,
  exists: (path: string) => boolean,
): boolean {
  const state = states.get(path);
  if (!state) return exists(path);
  return state.result !== undefined || ((fileMask(state) | state.folders) & (1 << side)) !== 0;
}

function moveAlong(states: Map<string, PathState>, path: string, target: string, side: Side): void {
  const state = states.get(path);
  if (!state) return;
  states.delete(path);
  for (let folder = folderOf(target); folder !== '' && !states.has(folder); folder = folderOf(folder))
    states.set(folder, { ...emptyState(folder), folders: 1 << side });
  const there = states.get(target) ?? { ...emptyState(target), match: state.match };
  there.files[side] = state.files[side];
  there.names[side] = state.names[side];
  if (there.folders !== 0) there.inWay = true;
  there.cause = { type: 'file-location', otherPaths: [path] };
  states.set(target, there);
}
