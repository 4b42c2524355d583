import type { TreeEntry } from '../model';
import type { MergeConflict, MergeConflictType } from './conflict';
import { mergeContent, noEntry, type MergeContext } from './merge-content';
import { fileMask, isRegular, typeOf, type PathState } from './path-state';

/** What becomes of one path. */
export interface EntryMerge {
  /** What will be there; null: nothing. */
  readonly entry: TreeEntry | null;
  /** What did not go together; null: it is clean. */
  readonly conflict: MergeConflictType | null;
  /** Both sides are kept: ours and theirs, each with the label it would be renamed by (null: keeps its name). */
  readonly both?: readonly { readonly entry: TreeEntry; readonly label: string | null }[];
}

/** Decides about one path once renames are known; `inWay`: a folder has taken its name. */
export function mergeEntry(context: MergeContext, state: PathState, inWay: boolean): EntryMerge {
  const merged = mergeFiles(context, state);
  if (merged.entry === null && merged.conflict === null && state.match !== 0) return merged; // gone on one side
  const { conflict } = merged;
  if (state.cause?.type === 'rename/rename' && conflict !== null && !state.split) return merged;
  return {
    ...merged,
    conflict: state.cause?.type ?? conflict ?? (inWay && merged.entry ? 'file/directory' : null),
  };
}

function mergeFiles(context: MergeContext, state: PathState): EntryMerge {
  const [base, ours, theirs] = state.files;
  const present = fileMask(state);
  if (state.match !== 0) return { entry: (state.match === 3 ? theirs : ours) ?? null, conflict: null };
  if (ours && theirs) {
    if (typeOf(ours) !== typeOf(theirs)) return mergeTypes(context, base, ours, theirs);
    const { path, files, names } = state;
    const merged = mergeContent(context, { path, entries: files, names, extraMarkerSize: 0 });
    const type = state.collision === null ? merged.type : 'rename/add';
    return { entry: merged.entry === noEntry ? null : merged.entry, conflict: merged.clean ? null : type };
  }
  const one = ours ?? theirs ?? null;
  if (present === 3 || present === 5)
    return { entry: (context.depth > 0 ? base : one) ?? null, conflict: 'modify/delete' };
  return { entry: one, conflict: null };
}

/** A file on one side, a link or a submodule on the other. */
function mergeTypes(
  { depth, labels }: MergeContext,
  base: TreeEntry | undefined,
  ours: TreeEntry,
  theirs: TreeEntry,
): EntryMerge {
  if (depth > 0) return { entry: base ?? null, conflict: 'type' };
  const moveOurs = isRegular(ours) || !isRegular(theirs);
  const moveTheirs = !isRegular(ours);
  return {
    entry: null,
    conflict: 'type',
    both: [
      { entry: ours, label: moveOurs ? labels.ours : null },
      { entry: theirs, label: moveTheirs ? labels.theirs : null },
    ],
  };
}

/**
 * The conflict as it is told. A file renamed differently on both sides is told once: by its old name or, where a
 * folder has taken that, by our new one (`oldNameTaken`).
 */
export function describeConflict(
  state: PathState,
  type: MergeConflictType,
  oldNameTaken = false,
): MergeConflict {
  const [base, ours, theirs] = state.split ?? state.files;
  const deletedBy = ours && !theirs ? 'theirs' : theirs && !ours ? 'ours' : null;
  const others = state.cause?.otherPaths ?? (state.collision === null ? [] : [state.collision]);
  const [path = state.path, ...rest] = oldNameTaken ? others : [state.path, ...others];
  const otherPaths = rest.filter((other) => other !== path);
  const isDeletion = type === 'modify/delete' || type === 'rename/delete';
  return {
    path,
    type,
    ...(base ? { base } : {}),
    ...(ours ? { ours } : {}),
    ...(theirs ? { theirs } : {}),
    ...(isDeletion && deletedBy ? { deletedBy } : {}),
    ...(otherPaths.length > 0 ? { otherPaths } : {}),
  };
}
