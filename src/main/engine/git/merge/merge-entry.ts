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
  const [base, ours, theirs] = state.files;
  const present = fileMask(state);
  const whenClean = (entry: TreeEntry | null): EntryMerge => ({
    entry,
    conflict: state.cause?.type ?? (inWay ? 'file/directory' : null),
  });
  if (state.match !== 0) {
    const entry = (state.match === 3 ? theirs : ours) ?? null;
    return entry ? whenClean(entry) : { entry, conflict: null };
  }
  if (ours && theirs) {
    if (typeOf(ours) !== typeOf(theirs)) return mergeTypes(context, base, ours, theirs);
    const merged = mergeContent(context, {
      path: state.path,
      entries: state.files,
      names: state.names,
      extraMarkerSize: 0,
    });
    const entry = merged.entry === noEntry ? null : merged.entry;
    if (merged.clean) return whenClean(entry);
    return { entry, conflict: state.cause?.type ?? (state.collision === null ? merged.type : 'rename/add') };
  }
  const [one] = [ours ?? theirs];
  if (present === 3 || present === 5) {
    const kept = context.depth > 0 ? base : one;
    return { entry: kept ?? null, conflict: state.cause?.type ?? 'modify/delete' };
  }
  if (one) return whenClean(one);
  return { entry: null, conflict: state.cause?.type ?? null };
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

/** The conflict as it is told. */
export function describeConflict(state: PathState, type: MergeConflictType): MergeConflict {
  const [base, ours, theirs] = state.split ?? state.files;
  const deletedBy = ours && !theirs ? 'theirs' : theirs && !ours ? 'ours' : null;
  const otherPaths = state.cause?.otherPaths ?? (state.collision === null ? [] : [state.collision]);
  const isDeletion = type === 'modify/delete' || type === 'rename/delete';
  return {
    path: state.path,
    type,
    ...(base ? { base } : {}),
    ...(ours ? { ours } : {}),
    ...(theirs ? { theirs } : {}),
    ...(isDeletion && deletedBy ? { deletedBy } : {}),
    ...(otherPaths.length > 0 ? { otherPaths } : {}),
  };
}
