import type { Conflict, ConflictItem, ConflictPart, DecidedConflict } from '../../../shared/domain/conflict';
import { decisionWords, partWords } from '../../../shared/text/conflict-words';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { ObjectId, ObjectReader } from '../git/model';
import { maskSecrets, secretValues } from '../secrets/mask-secrets';
import { keepsOf, partsOf, type MeaningParts } from './parts';
import type { SettledConflict } from './settle';

/** What is needed to say what can be decided. */
export interface ItemSources {
  readonly store: ObjectReader;
  /** The merge as it came out before anything was decided. */
  readonly merged: ObjectId;
  readonly byMeaning: MeaningParts;
}

/** A conflict of a plan with everything that it takes to decide it; secrets are hidden. */
export function describeItem(
  sources: ItemSources,
  conflict: Conflict,
  settled: SettledConflict,
): ConflictItem {
  const isItem = conflict.item !== undefined;
  const { store, merged, byMeaning } = sources;
  const { keeps, canEdit } = keepsOf(store, merged, settled.conflict, isItem, byMeaning);
  const secrets = secretsOf(sources.store, settled.conflict);
  return {
    ...conflict,
    open: settled.open,
    keeps,
    // Who would write it anew would see it.
    canEdit: canEdit && secrets.length === 0,
    parts: describeParts(sources, settled, secrets),
  };
}

function describeParts(
  { store, byMeaning }: ItemSources,
  { conflict, decision }: SettledConflict,
  secrets: readonly string[],
): ConflictPart[] {
  const chosen = decision && 'parts' in decision.choice ? decision.choice.parts : {};
  const hidden = (text: string | null): string | null =>
    text === null ? null : maskSecrets(conflict.path, text, secrets);
  return (partsOf(store, conflict, byMeaning)?.list ?? []).map((part) => ({
    ...part,
    about: maskSecrets(conflict.path, part.about, secrets),
    was: hidden(part.was),
    from: hidden(part.from),
    to: hidden(part.to),
    decision: chosen[part.id] ?? null,
  }));
}

/** The values of secrets in any version of a file. */
function secretsOf(store: ObjectReader, { path, base, ours, theirs }: MergeConflict): string[] {
  return [base, ours, theirs].flatMap((entry) =>
    entry && store.has(entry.id) && store.read(entry.id).type === 'blob'
      ? secretValues(path, store.blob(entry.id).toString('utf8'))
      : [],
  );
}

/** What the activity, and the commit, say of a decision. */
export function describeDecided(
  sources: ItemSources,
  conflict: Conflict,
  settled: SettledConflict,
): DecidedConflict[] {
  if (!conflict.decision) return [];
  const names = { from: conflict.from.name, to: conflict.to.name };
  const parts = describeItem(sources, conflict, settled).parts.flatMap(({ about, decision }) =>
    decision ? [partWords(about, decision, names)] : [],
  );
  return [
    {
      path: conflict.path,
      type: conflict.type,
      ...(conflict.item ? { item: conflict.item } : {}),
      decision: conflict.decision,
      says: parts.length > 0 ? parts : [decisionWords(conflict, conflict.decision)],
    },
  ];
}
