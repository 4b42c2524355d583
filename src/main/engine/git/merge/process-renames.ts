import type { MovedFile } from './directory-renames';
import type { MergeContext } from './merge-content';
import { mergeContent } from './merge-content';
import { comparePaths } from '../path-codec';
import { fileMask, isRegular, otherSide, type PathState, type Triple } from './path-state';

/**
 * Brings together what belongs together although it has different names: base and the other side's version of a
 * renamed file go to its new path, where {@link MergeContext} decides about contents later. Changes the states.
 */
export function processRenames(
  context: MergeContext,
  states: ReadonlyMap<string, PathState>,
  moved: readonly MovedFile[],
): void {
  const sorted = [...moved].sort((a, b) => comparePaths(a.oldPath, b.oldPath) || a.side - b.side);
  for (let i = 0; i < sorted.length; i++) {
    const rename = sorted[i];
    const next = sorted[i + 1];
    const old = rename && states.get(rename.oldPath);
    if (!rename || !old || old.result !== undefined) continue;
    if (next?.oldPath === rename.oldPath) {
      renamedTwice(context, states, old, rename.newPath, next.newPath);
      i++;
      continue;
    }
    const target = states.get(rename.newPath);
    if (target) renamedOnce(context, old, target, rename);
  }
}

function renamedTwice(
  context: MergeContext,
  states: ReadonlyMap<string, PathState>,
  old: PathState,
  oursPath: string,
  theirsPath: string,
): void {
  const ours = states.get(oursPath);
  const theirs = states.get(theirsPath);
  const base = old.files[0];
  if (!ours || !theirs) return;
  if (ours === theirs) {
    ours.files[0] = base;
    old.result = null;
    return;
  }
  const [mine, other] = [ours.files[1], theirs.files[2]];
  if (!mine || !other) return;
  const merged = mergeContent(context, {
    path: old.path,
    entries: [base, mine, other],
    names: [old.path, oursPath, theirsPath],
    extraMarkerSize: 1,
  });
  const keptOurs = !merged.clean && merged.entry.id === mine.id && merged.entry.mode === mine.mode;
  ours.files[1] = merged.entry;
  // What cannot be merged stays as each side has it.
  theirs.files[2] = keptOurs ? other : merged.entry;
  ours.cause = { type: 'rename/rename', otherPaths: [old.path, theirsPath] };
  theirs.cause = { type: 'rename/rename', otherPaths: [old.path, oursPath] };
  old.cause = { type: 'rename/rename', otherPaths: [oursPath, theirsPath] };
  old.split = [base, mine, other];
}

function renamedOnce(
  context: MergeContext,
  old: PathState,
  target: PathState,
  { oldPath, newPath, side }: MovedFile,
): void {
  const other = otherSide(side);
  const isDeleted = fileMask(old) === 1;
  const typeChanged = !isDeleted && isRegular(old.files[other]) !== isRegular(target.files[side]);
  const collides = target.files[other] !== undefined && !typeChanged;
  if (collides && !isDeleted) {
    const names: Triple<string> = [oldPath, oldPath, oldPath];
    names[side] = newPath;
    const entries: Triple<PathState['files'][number]> = [old.files[0], old.files[1], old.files[2]];
    entries[side] = target.files[side];
    const merged = mergeContent(context, { path: oldPath, entries, names, extraMarkerSize: 1 });
    target.files[side] = merged.entry;
    target.collision = oldPath;
  } else if (collides) target.cause = { type: 'rename/delete', otherPaths: [oldPath] };
  else {
    target.files[0] = old.files[0];
    target.names[0] = oldPath;
    if (typeChanged) old.files[0] = undefined;
    else if (isDeleted) target.cause = { type: 'rename/delete', otherPaths: [oldPath] };
    else {
      target.files[other] = old.files[other];
      target.names[other] = oldPath;
    }
  }
  if (!typeChanged) old.result = null;
}
