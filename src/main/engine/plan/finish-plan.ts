import { countChanges, type Change } from '../../../shared/domain/change';
import type { Finding, Plan, Removal } from '../../../shared/domain/plan';
import { movesBoth } from '../../../shared/domain/plan-kind';
import { leftoverOf } from '../deletions/plan-leftover';
import { lastTouched, type Touch } from '../git/history/last-touched';
import { pairRenames } from '../git/merge/pair-renames';
import type { TreeChange } from '../git/merge/diff-trees';
import { describeConflicts } from './conflict-list';
import { diskFindings, type DiskFacts } from './disk-findings';
import type { MergedSides } from './merge-sides';
import { planHashText } from './plan-hash';
import type { PlanInput, PlanSide } from './plan-input';
import { buildRows } from './rows';
import { treeFindings } from './tree-findings';

/**
 * Makes the plan out of the merge and of what was found on both sides. Pure: the same input gives the same plan.
 * @param digest hex SHA-256 of a text
 */
export function finishPlan(
  input: PlanInput,
  merged: MergedSides,
  disk: { readonly from: DiskFacts; readonly to: DiskFacts },
  digest: (text: string) => string,
): Plan {
  const { from, to, store } = input;
  const touchedFrom = lastTouched(store, from.end.head, [to.end.head]);
  const touchedTo = lastTouched(store, to.end.head, [from.end.head]);
  const changes = rowsOf(input, merged.arrivals, touchedFrom, from);
  const comesBack = rowsOf(input, merged.returns, touchedTo, to);
  const sources = { ...input, touchedFrom, touchedTo };
  const conflicts = describeConflicts(merged.conflicts, sources);
  const findings = [
    ...conflictFinding(conflicts.length, from, to),
    ...from.findings,
    ...to.findings,
    ...treeFindings(store, merged.arrivals, merged.resultTree, to),
    ...(movesBoth(input.kind) ? treeFindings(store, merged.returns, merged.resultTree, from) : []),
    ...diskFindings(disk.to, to),
    ...diskFindings(disk.from, from),
    ...editedOnTarget(input, comesBack),
    ...syncSkipped(input, comesBack),
    ...(merged.empty || (conflicts.length && !merged.decided.length) ? [] : input.check(merged.preview)),
  ];
  const plan: Omit<Plan, 'hash'> = {
    format: 1,
    kind: input.kind,
    projectId: input.projectId,
    from: from.end,
    to: to.end,
    base: merged.bases.length === 1 ? (merged.bases[0] ?? null) : null,
    bases: merged.bases,
    resultTree: merged.resultTree,
    resultCommit: { id: merged.resultId, parents: merged.parents },
    changes,
    comesBack,
    removals: changes.filter((change) => change.kind === 'deleted').map((change) => removal(change, input)),
    conflicts,
    decided: describeConflicts(merged.decided, sources),
    findings: unique(findings),
    leftHere: movesBoth(input.kind) ? [...from.leftHere, ...to.leftHere] : to.leftHere,
    blocked: findings.some((finding) => finding.level === 'block'),
    empty: merged.empty,
    mergesBackInto: input.mergesBackInto,
  };
  const deployed = { from: from.deployedCommit, to: to.deployedCommit };
  return { ...plan, hash: digest(planHashText(plan, deployed)) };
}

function rowsOf(
  { store, site }: PlanInput,
  changes: readonly TreeChange[],
  touched: ReadonlyMap<string, Touch>,
  side: PlanSide,
): Change[] {
  const renames = pairRenames(store, changes);
  const { tree } = side.end;
  return buildRows(changes, { store, site, tree, touched, uncommitted: side.uncommitted, renames });
}

const removal = (
  { path, also, item, authors, lastChanged }: Change,
  { toDatabase, to }: PlanInput,
): Removal => ({
  path,
  also,
  ...(item ? { item } : {}),
  authors,
  lastChanged,
  leftover: item?.udi === undefined ? null : leftoverOf(item.udi, toDatabase, to.end.role),
});

function conflictFinding(count: number, from: PlanSide, to: PlanSide): Finding[] {
  if (count === 0) return [];
  const things = count === 1 ? '1 thing' : `${count} things`;
  return [
    {
      code: 'conflict',
      level: 'block',
      message: `${from.end.name} and ${to.end.name} both changed ${things}. Nothing has moved; decide what stays, then it can go on.`,
    },
  ];
}

/** Editing right of the left-most environment causes conflicts later: say so, with what comes back. */
function editedOnTarget({ kind, to, leftMostId }: PlanInput, comesBack: readonly Change[]): Finding[] {
  const count = countChanges(comesBack);
  if (kind !== 'deploy' || count === 0 || to.end.environmentId === leftMostId) return [];
  return [
    {
      code: 'edited-on-target',
      level: 'warn',
      environmentId: to.end.environmentId,
      message: `${count === 1 ? '1 change was' : `${count} changes were`} made on ${to.end.name} itself. Edit in the left-most environment where you can: changes made further right can collide with it later.`,
    },
  ];
}

/** It was synced with the target before, and the target has had news since: worth a look first, but nothing is lost. */
function syncSkipped({ kind, from, to }: PlanInput, comesBack: readonly Change[]): Finding[] {
  const count = countChanges(comesBack);
  if (kind !== 'deploy' || count === 0 || from.followsId !== to.end.environmentId) return [];
  return [
    {
      code: 'sync-skipped',
      level: 'warn',
      environmentId: from.end.environmentId,
      message: `${to.end.name} has ${count === 1 ? '1 change' : `${count} changes`} that ${from.end.name} was not synced with. They come over with this; sync first to try them on ${from.end.name} before.`,
    },
  ];
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.code}\n${finding.environmentId ?? ''}\n${finding.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
