import type { MergeConflict } from '../git/merge/merge-trees';
import type { ObjectId, TreeEntry } from '../git/model';
import { writeMergedTree } from '../git/merge/write-merged-tree';
import { conflictKey } from './conflict-key';
import type { Decision, Decisions } from './decision';
import { keepVersion, type Edits, type KeepContext } from './keep-version';
import { keepsOf, partsOf, type MeaningParts } from './parts';

/** A conflict with what was decided for it, if anything. */
export interface SettledConflict {
  readonly key: string;
  readonly conflict: MergeConflict;
  readonly decision: Decision | null;
  readonly open: boolean;
}

export interface Settled {
  /** The merged tree in which everything that was decided is as it was decided. */
  readonly tree: ObjectId;
  /** The same where open ones are as `from` has them: something to look at before all is decided. */
  readonly preview: ObjectId;
  /** All of them, in the order of the merge. */
  readonly conflicts: readonly SettledConflict[];
}

/** What decisions are carried out with. */
export interface SettleContext extends KeepContext {
  readonly decisions: Decisions;
  readonly byMeaning: MeaningParts;
  /** Whether a file is an item, which cannot be there twice. */
  readonly isItem: (conflict: MergeConflict) => boolean;
}

/**
 * Carries out the decisions that belong to these very conflicts; others are left out, and so is one that is not possible
 * (any more). Pure but for new contents, which go to the merge's store.
 */
export function settleConflicts(context: SettleContext, conflicts: readonly MergeConflict[]): Settled {
  const edits = new Map<string, TreeEntry | null>();
  const settled = conflicts.map((conflict): SettledConflict => {
    const key = conflictKey(conflict);
    const decision = context.decisions.get(key) ?? null;
    const done = decision && carryOut(context, conflict, decision);
    for (const [path, entry] of done ?? []) edits.set(path, entry);
    return { key, conflict, decision, open: !done };
  });
  const tree = withEdits(context, edits);
  const isBegun = edits.size > 0 && settled.some(({ open }) => open);
  return { tree, preview: isBegun ? previewOf(context, settled, edits) : tree, conflicts: settled };
}

function previewOf(
  context: SettleContext,
  settled: readonly SettledConflict[],
  edits: ReadonlyMap<string, TreeEntry | null>,
): ObjectId {
  const open = settled.filter((one) => one.open);
  const kept = open.flatMap(({ conflict }) => {
    const { keeps } = keepsIn(context, conflict);
    return [...keepVersion(context, conflict, keeps[0] ?? 'from')];
  });
  return withEdits(context, new Map([...edits, ...kept]));
}

const withEdits = ({ merge, merged }: KeepContext, edits: Edits): ObjectId =>
  edits.size === 0 ? merged : writeMergedTree(merge.store, merged, edits);

const keepsIn = (context: SettleContext, conflict: MergeConflict): ReturnType<typeof keepsOf> =>
  keepsOf(context.merge.store, context.merged, conflict, context.isItem(conflict), context.byMeaning);

/** What a decision changes; null where it leaves something open or is not possible. */
function carryOut(context: SettleContext, conflict: MergeConflict, { choice }: Decision): Edits | null {
  const { store } = context.merge;
  const { keeps, canEdit } = keepsIn(context, conflict);
  if ('keep' in choice)
    return keeps.includes(choice.keep) ? keepVersion(context, conflict, choice.keep) : null;
  const bytes =
    'edited' in choice
      ? canEdit
        ? Buffer.from(choice.edited, 'base64')
        : null
      : (partsOf(store, conflict, context.byMeaning)?.join(choice.parts) ?? null);
  return bytes && withContent(context, conflict, bytes);
}

/** A text of its own in the place of both. */
function withContent(context: SettleContext, conflict: MergeConflict, bytes: Buffer): Edits | null {
  const { store } = context.merge;
  const side = conflict.ours ? 'from' : 'to';
  const id = store.write('blob', bytes);
  return new Map(
    [...keepVersion(context, conflict, side)].map(([path, entry]) => [path, entry && { ...entry, id }]),
  );
}
