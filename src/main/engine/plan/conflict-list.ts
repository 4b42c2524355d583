import type { Conflict, ConflictDecision, ConflictSide } from '../../../shared/domain/conflict';
import type { Decision } from '../conflicts/decision';
import type { SettledConflict } from '../conflicts/settle';
import type { Touch } from '../git/history/last-touched';
import type { ObjectReader, TreeEntry } from '../git/model';
import type { PlanSide, SiteKnowledge } from './plan-input';

export interface ConflictSources {
  readonly store: ObjectReader;
  readonly site: SiteKnowledge;
  readonly from: PlanSide;
  readonly to: PlanSide;
  readonly touchedFrom: ReadonlyMap<string, Touch>;
  readonly touchedTo: ReadonlyMap<string, Touch>;
}

/** What both environments did to the same things, by environment and person; never "ours" and "theirs". */
export function describeConflicts(
  conflicts: readonly SettledConflict[],
  sources: ConflictSources,
): Conflict[] {
  return conflicts.map(({ key, conflict, decision }) => {
    const { path, type, base, ours, theirs } = conflict;
    const otherPaths = conflict.otherPaths ?? [];
    const paths = [path, ...otherPaths];
    const item = path.toLowerCase().endsWith('.uda') ? firstItem(path, [ours, theirs, base], sources) : null;
    return {
      key,
      path,
      type,
      ...(item ? { item } : {}),
      otherPaths,
      from: side(paths, base, ours, type, sources.from, sources.touchedFrom),
      to: side(paths, base, theirs, type, sources.to, sources.touchedTo),
      decision: decision && decided(decision),
    };
  });
}

const decided = ({ choice, who, at }: Decision): ConflictDecision => ({
  keep: 'keep' in choice ? choice.keep : 'edited' in choice ? 'edited' : 'parts',
  who,
  at,
});

function firstItem(
  path: string,
  entries: readonly (TreeEntry | undefined)[],
  { store, site }: ConflictSources,
): Conflict['item'] | null {
  for (const entry of entries) {
    if (!entry || !store.has(entry.id)) continue;
    const item = site.item(path, store.blob(entry.id));
    if (item) return item;
  }
  return null;
}

function side(
  paths: readonly string[],
  base: TreeEntry | undefined,
  mine: TreeEntry | undefined,
  type: Conflict['type'],
  { end, uncommitted }: PlanSide,
  touched: ReadonlyMap<string, Touch>,
): ConflictSide {
  const touches = paths.flatMap((path) => touched.get(path) ?? []);
  const times = [
    ...touches.map((touch) => touch.lastSeconds * 1000),
    ...paths.map((path) => uncommitted.get(path) ?? 0),
  ];
  const last = Math.round(Math.max(0, ...times));
  const authors = touches.flatMap((touch) => touch.authors);
  return {
    environmentId: end.environmentId,
    name: end.name,
    did:
      type.startsWith('rename/') && mine && base
        ? 'renamed'
        : !mine
          ? 'deleted'
          : !base
            ? 'added'
            : 'modified',
    authors: authors.filter(
      (author, i) => authors.findIndex((a) => a.name === author.name && a.email === author.email) === i,
    ),
    lastChanged: last || null,
  };
}
