import type { Conflict, DecidedConflict } from '../../../shared/domain/conflict';
import type { ConflictDetail, ConflictSession } from '../../../shared/domain/conflict-session';
import { describeFile } from '../changes/change-detail';
import { describeDecided, describeItem, type ItemSources } from '../conflicts/describe-items';
import { readSession, sessionId, type SessionEnds } from '../conflicts/session-store';
import type { SettledConflict } from '../conflicts/settle';
import { textPlaces } from '../conflicts/text-places';
import { fail } from '../errors';
import { comparePaths } from '../git/path-codec';
import type { Prepared } from './prepare';

/** Between which environments a plan's decisions are kept. */
export const endsOfSession = ({ plan, from, to }: Prepared): SessionEnds => ({
  kind: plan.kind,
  fromId: from.open.home.id,
  toId: to.open.home.id,
});

const sourcesOf = ({ store, merged, site }: Prepared): ItemSources => ({
  store,
  merged: merged.conflictTree,
  byMeaning: site.parts,
});

type Pair = readonly [conflict: Conflict, settled: SettledConflict];

/** The conflicts of a plan, as they are told and as they were merged, by path. */
function pairsOf({ plan, merged }: Prepared): Pair[] {
  const settled = new Map([...merged.conflicts, ...merged.decided].map((one) => [one.key, one]));
  return [...plan.conflicts, ...plan.decided]
    .toSorted((a, b) => comparePaths(a.path, b.path))
    .flatMap((conflict): Pair[] => {
      const one = settled.get(conflict.key);
      return one ? [[conflict, one]] : [];
    });
}

/** The session as it stands in this plan. */
export function describeSession(prepared: Prepared): ConflictSession {
  const { plan, to } = prepared;
  const ends = endsOfSession(prepared);
  const stored = readSession(to.open.home.folder, ends);
  const sources = sourcesOf(prepared);
  const items = pairsOf(prepared).map(([conflict, one]) => describeItem(sources, conflict, one));
  const known = new Set(items.map(({ key }) => key));
  return {
    id: sessionId(ends),
    kind: plan.kind,
    from: { environmentId: plan.from.environmentId, name: plan.from.name },
    to: { environmentId: plan.to.environmentId, name: plan.to.name },
    openedAt: stored?.decisions.length ? stored.openedAt : null,
    items,
    open: items.filter(({ open }) => open).length,
    outdated: (stored?.decisions ?? [])
      .filter(({ key }) => !known.has(key))
      .map(({ path, who, at }) => ({ path, who, at })),
    findings: plan.findings.filter(({ code, level }) => code !== 'conflict' && level !== 'notice'),
  };
}

/** What was decided, for the record of a run and for its commit. */
export const decidedOf = (prepared: Prepared): DecidedConflict[] =>
  pairsOf(prepared)
    .filter(([, { open }]) => !open)
    .flatMap(([conflict, one]) => describeDecided(sourcesOf(prepared), conflict, one));

/** @throws EngineError `conflict-not-found` */
export function describeConflict(prepared: Prepared, key: string): ConflictDetail {
  const [, settled] = findConflict(prepared, key);
  const { path, base, ours, theirs } = settled.conflict;
  const { store, from, to } = prepared;
  // A base made of several is in no clone: nobody ever saw it, and it may hold marks of its own.
  const isReal = [from, to].some(({ open }) => base && open.repository.objects.has(base.id));
  const side = (entry: typeof ours, trees: readonly string[]): ConflictDetail['from'] =>
    describeFile(
      {
        store,
        changes: [{ path, ...(base && isReal ? { from: base } : {}), ...(entry ? { to: entry } : {}) }],
        trees,
      },
      path,
    );
  const trees = [from.side.end.tree, to.side.end.tree];
  return {
    key,
    from: side(ours, trees),
    to: side(theirs, trees.toReversed()),
    text: textToEdit(prepared, key),
  };
}

/** What was written already; else both versions, merged as far as they go together and one after the other elsewhere. */
function textToEdit(prepared: Prepared, key: string): string | null {
  const [conflict, settled] = findConflict(prepared, key);
  if (!describeItem(sourcesOf(prepared), conflict, settled).canEdit) return null;
  const { decision, conflict: merge } = settled;
  if (decision && 'edited' in decision.choice)
    return Buffer.from(decision.choice.edited, 'base64').toString('utf8');
  const { store } = prepared;
  const { base, ours, theirs } = merge;
  const only = ours && theirs ? null : (ours ?? theirs);
  if (only) return store.blob(only.id).toString('utf8');
  if (!ours || !theirs) return null;
  const text = textPlaces(base ? store.blob(base.id) : null, store.blob(ours.id), store.blob(theirs.id));
  return text.join(text.places.map(() => 'both')).toString('utf8');
}

/** @throws EngineError `conflict-not-found` */
export function findConflict(prepared: Prepared, key: string): Pair {
  return (
    pairsOf(prepared).find(([conflict]) => conflict.key === key) ??
    fail('conflict-not-found', { conflict: key })
  );
}
