import type { ParsedInput } from '../../../shared/contract/commands';
import type { Choice, Decision } from '../conflicts/decision';
import { keepsOf, partsOf } from '../conflicts/parts';
import { updateSession } from '../conflicts/session-store';
import { fail, type EngineError } from '../errors';
import type { Clock } from '../ports';
import { endsOfSession, findConflict } from './conflict-session';
import type { Prepared } from './prepare';

type Decisions = ParsedInput<'conflict.decide'>['decisions'];
type Wanted = Decisions[number]['choice'];

/**
 * Writes down what somebody decided, all or none of it. Nothing else changes.
 * @returns the report of a list of decisions that could not be read and was set aside
 * @throws EngineError `conflict-not-found`, `choice-not-possible`, and as {@link updateSession}
 */
export function decide(
  prepared: Prepared,
  decisions: Decisions,
  { who, clock }: { readonly who: string; readonly clock: Clock },
): EngineError<'store-damaged'> | null {
  for (const { key, choice } of decisions) checkChoice(prepared, key, choice);
  const at = Math.round(clock.now());
  const { from, to } = prepared.plan;
  return updateSession(prepared.to.open.home.folder, endsOfSession(prepared), (before) => {
    const known = new Map(before.decisions.map((decision) => [decision.key, decision]));
    for (const { key, choice } of decisions) {
      const [{ path }] = findConflict(prepared, key);
      const next = nextChoice(known.get(key)?.choice, choice);
      if (next) known.set(key, { key, path, choice: next, who, at } satisfies Decision);
      else known.delete(key);
    }
    return {
      ...before,
      openedAt: before.openedAt || at,
      heads: { from: from.head, to: to.head },
      decisions: [...known.values()],
    };
  });
}

/** What is decided now, with what was before: parts are decided one by one. Null: nothing is. */
function nextChoice(before: Choice | undefined, wanted: Wanted): Choice | null {
  if (wanted === null) return null;
  if ('keep' in wanted) return { keep: wanted.keep };
  if ('text' in wanted) return { edited: Buffer.from(wanted.text, 'utf8').toString('base64') };
  const parts = { ...(before && 'parts' in before ? before.parts : {}) };
  for (const [id, keep] of Object.entries(wanted.parts)) {
    if (keep === null) delete parts[id];
    else parts[id] = keep;
  }
  return Object.keys(parts).length > 0 ? { parts } : null;
}

function checkChoice(prepared: Prepared, key: string, choice: Wanted): void {
  const [conflict, { conflict: merge }] = findConflict(prepared, key);
  if (choice === null) return;
  const { store, merged, site } = prepared;
  const { path } = conflict;
  const { keeps, canEdit } = keepsOf(
    store,
    merged.conflictTree,
    merge,
    conflict.item !== undefined,
    site.parts,
  );
  const refuse = (wanted: string, possible: readonly string[]): never =>
    fail('choice-not-possible', { path, choice: wanted, possible });
  if ('keep' in choice) {
    if (!keeps.includes(choice.keep)) refuse(choice.keep, keeps);
  } else if ('text' in choice) {
    if (!canEdit) refuse('a text of its own', keeps);
  } else {
    const list = partsOf(store, merge, site.parts)?.list ?? [];
    for (const [id, keep] of Object.entries(choice.parts)) {
      const part = list.find((one) => one.id === id);
      if (!part)
        refuse(
          `part ${id}`,
          list.map((one) => one.id),
        );
      else if (keep !== null && !part.keeps.includes(keep)) refuse(keep, part.keeps);
    }
  }
}
