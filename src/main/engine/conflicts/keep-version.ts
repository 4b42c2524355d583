import { extname } from 'node:path';
import type { Keep } from '../../../shared/domain/conflict';
import { findEntry } from '../git/merge/find-entry';
import { mergeContent, type MergeContext } from '../git/merge/merge-content';
import { mergeText } from '../git/merge/merge-text';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { ObjectId, TreeEntry } from '../git/model';
import { isText, movedAlong } from './possible-keeps';

/** What a decision is carried out in. */
export interface KeepContext {
  readonly merge: MergeContext;
  /** Tree with all conflicts in it, as the merge left them. */
  readonly merged: ObjectId;
  readonly ours: ObjectId;
  readonly theirs: ObjectId;
}

/** Path -> what will be there; null: nothing. What is not named is as the merge left it. */
export type Edits = ReadonlyMap<string, TreeEntry | null>;

/**
 * What it means for the tree to keep one side's version of a conflict, or both. `ours` is what `from` has.
 * New contents go to the merge's store.
 */
export function keepVersion(context: KeepContext, conflict: MergeConflict, keep: Keep): Edits {
  const { type } = conflict;
  const place = placeOf(conflict);
  const mine = keep === 'to' ? conflict.theirs : conflict.ours;
  switch (type) {
    case 'content':
    case 'add/add':
    case 'binary':
      return keep === 'both'
        ? bothContents(context, conflict)
        : new Map([[place, withMode(context, place, mine)]]);
    case 'mode':
      return new Map([[place, onlyMode(context, place, mine)]]);
    case 'symlink':
    case 'submodule':
    case 'modify/delete':
    case 'rename/delete':
      return new Map([[place, mine ?? null]]);
    case 'rename/add':
      return keep === 'both' ? secondFile(context, conflict) : new Map([[place, mine ?? null]]);
    case 'rename/rename':
      return keepNames(context, conflict, keep);
    case 'type':
    case 'file/directory':
      return keep === 'both' ? new Map() : alone(conflict, mine);
    case 'file-location':
      return keepPlace(context, conflict, keep);
  }
}

/** Where the merge left it: under another name where a folder has taken its own. */
const placeOf = ({ path, aside = [] }: MergeConflict): string => aside[0] ?? path;

/** The content of one side; the mode as it was merged, unless that side has another type. */
function withMode(
  { merge, merged }: KeepContext,
  place: string,
  mine: TreeEntry | undefined,
): TreeEntry | null {
  if (!mine) return null;
  const there = findEntry(merge.store, merged, place);
  return { mode: there?.mode ?? mine.mode, id: mine.id };
}

/** Only the mode is in question: the content is merged. */
function onlyMode(
  { merge, merged }: KeepContext,
  path: string,
  mine: TreeEntry | undefined,
): TreeEntry | null {
  const there = findEntry(merge.store, merged, path);
  return there && mine ? { mode: mine.mode, id: there.id } : (mine ?? null);
}

/** The lines of both, `from` first; what has no lines stays as two files. */
function bothContents(context: KeepContext, conflict: MergeConflict): Edits {
  const { store } = context.merge;
  const { base, ours, theirs } = conflict;
  if (!ours || !theirs || !isText(store, conflict)) return secondFile(context, conflict);
  const place = placeOf(conflict);
  const content = mergeText(base ? store.blob(base.id) : null, store.blob(ours.id), store.blob(theirs.id), {
    kind: 'union',
  }).content;
  return new Map([[place, withMode(context, place, { mode: ours.mode, id: store.write('blob', content) })]]);
}

/** What `to` has gets a name of its own: "logo (Staging).png". */
function secondFile(context: KeepContext, { path, ours, theirs }: MergeConflict): Edits {
  return new Map([
    [path, ours ?? null],
    ...(theirs ? [[freeName(context, path, context.merge.labels.theirs), theirs] as const] : []),
  ]);
}

/** A name that nothing has, in the folder of the first one. */
function freeName({ merge, merged }: KeepContext, path: string, label: string): string {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const word = label.replace(/[\\/:*?"<>|]/g, '_');
  for (let i = 1; ; i++) {
    const name = `${stem} (${i === 1 ? word : `${word} ${i}`})${extension}`;
    if (findEntry(merge.store, merged, name) === undefined) return name;
  }
}

/** One file that got two names: one of them stays, or both; what was written in it goes together where it can. */
function keepNames(context: KeepContext, conflict: MergeConflict, keep: Keep): Edits {
  const { merge, ours: oursTree, theirs: theirsTree } = context;
  const { path, base, ours, theirs, otherPaths = [] } = conflict;
  const names = [path, ...otherPaths];
  const nameIn = (tree: ObjectId, other: ObjectId): string | undefined =>
    names.find((name) => findEntry(merge.store, tree, name) && !findEntry(merge.store, other, name));
  const mine = nameIn(oursTree, theirsTree);
  const theirName = nameIn(theirsTree, oursTree);
  const edits = new Map<string, TreeEntry | null>(names.map((name) => [name, null]));
  const put = (name: string | undefined, own: TreeEntry | undefined): void => {
    if (name !== undefined && own) edits.set(name, together(own));
  };
  const together = (own: TreeEntry): TreeEntry => {
    if (!ours || !theirs) return own;
    const both = mergeContent(merge, {
      path,
      entries: [base, ours, theirs],
      names: [path, path, path],
      extraMarkerSize: 0,
    });
    return both.clean ? both.entry : own;
  };
  if (keep !== 'to') put(mine, ours);
  if (keep !== 'from') put(theirName, theirs);
  return edits;
}

/** One side has the name for itself; what gave way to it goes, and a folder only where a file takes its place. */
function alone({ path, aside = [] }: MergeConflict, mine: TreeEntry | undefined): Edits {
  return new Map<string, TreeEntry | null>([
    ...aside.map((name) => [name, null] as const),
    ...(mine ? [[path, mine] as const] : []),
  ]);
}

/** Whoever added the file keeps it where it was; whoever renamed the folder has it moved along. */
function keepPlace(context: KeepContext, conflict: MergeConflict, keep: Keep): Edits {
  const { path, ours, theirs, otherPaths = [] } = conflict;
  const added = ours ?? theirs;
  const [old] = otherPaths;
  const byAdder = keep === (ours ? 'from' : 'to');
  if (!byAdder || !added || old === undefined || !movedAlong(context.merge.store, context.merged, conflict))
    return new Map();
  return new Map([
    [path, null],
    [old, added],
  ]);
}
