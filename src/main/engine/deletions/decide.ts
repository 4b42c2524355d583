import type { DeletionDecision, DeletionSeen } from '../../../shared/domain/deletion';
import { mainline } from '../../../shared/domain/project';
import { writeRecord } from '../activity/activity-store';
import { fail } from '../errors';
import { newRunId } from '../deploy/run-id';
import { profileNamed } from '../profiles/profiles';
import { carryOut } from './carry-out';
import { decisionRecord } from './decision-record';
import { listDecisions, moveDecision, writeDecision } from './decision-store';
import { readItemFile, type FileBefore } from './item-files';
import type { DeletionDeps, EnvironmentFacts } from './read-facts';
import { readImpact, type ReadImpact } from './read-impact';
import { sameSeen } from './seen';
import { rowsBefore } from './take-out';
import { withLock, type LockRequest } from './with-lock';

export interface DecisionRequest extends LockRequest {
  readonly udi: string;
}

export interface DecideRequest extends DecisionRequest {
  /** What the person looked at. */
  readonly seen: DeletionSeen;
  /** The name of the environment as it was typed. */
  readonly confirm: string;
}

/**
 * *Delete on E* (umbraco.md, "Deletion review"): one item, in one environment, by a person's decision. Null: it was
 * gone already, and nothing happened.
 * @throws EngineError `deletion-file-there`, `deletion-not-known`, `deletion-stale`, `deletion-unconfirmed`,
 * `deletion-needed-by`, `environment-busy`: then nothing was deleted
 */
export async function decideDeletion(
  request: DecideRequest,
  deps: DeletionDeps,
): Promise<DeletionDecision | null> {
  return withLock(request, deps, `deleting an item on ${request.environment.name}`, (facts) => {
    const { impact, goes } = readImpact(request.udi, facts);
    const { cell, item, environment } = impact;
    if (cell.act === 'gone') return null;
    refuseWhereFileStays(request, impact);
    if (cell.act === 'not-known') fail('deletion-not-known', { environment, item: item.name });
    if (impact.blocking.length > 0)
      fail('deletion-needed-by', {
        environment,
        item: item.name,
        by: impact.blocking.map(({ name }) => name),
      });
    if (!sameSeen(request.seen, impact.seen)) fail('deletion-stale', { environment, item: item.name });
    if (impact.confirm && request.confirm.trim() !== environment)
      fail('deletion-unconfirmed', { environment, item: item.name });
    if (cell.act === 'to-do') return noteToDo(request, impact, facts, deps);
    if (!goes) return fail('deletion-not-known', { environment, item: item.name });
    return deleteNow(request, { impact, goes }, facts, deps);
  });
}

/** *Keep on E, stop reminding me (why)*. @throws EngineError as {@link decideDeletion} */
export async function keepItem(
  request: DecisionRequest & { readonly why: string },
  deps: DeletionDeps,
): Promise<DeletionDecision | null> {
  return withLock(request, deps, `keeping an item on ${request.environment.name}`, (facts) => {
    const { open } = facts;
    const { impact } = readImpact(request.udi, facts);
    if (impact.cell.act === 'gone') return null;
    refuseWhereFileStays(request, impact);
    for (const { step, decision } of listDecisions(open.home.folder).decisions)
      if (decision.udi === request.udi && decision.kind === 'keep' && step === 'done')
        moveDecision(open.home.folder, decision.id, 'done', 'undone');
    const decision = newDecision(request, impact, deps, { kind: 'keep', state: 'done', why: request.why });
    return note(request, decision, facts, 'done');
  });
}

function refuseWhereFileStays({ project }: DecisionRequest, impact: ReadImpact['impact']): void {
  if (impact.cell.act !== 'file-there') return;
  fail('deletion-file-there', {
    environment: impact.environment,
    item: impact.item.name,
    leftMost: mainline(project)[0]?.name ?? '',
  });
}

/** A decision that is about to be made. */
function newDecision(
  { environment, udi, who }: DecisionRequest,
  { item }: ReadImpact['impact'],
  { clock }: DeletionDeps,
  rest: Partial<DeletionDecision> & Pick<DeletionDecision, 'kind' | 'state'>,
): DeletionDecision {
  return {
    id: newRunId(clock.now()),
    environmentId: environment.id,
    environment: environment.name,
    udi,
    item,
    who,
    at: Math.round(clock.now()),
    why: '',
    run: null,
    deletedContent: 0,
    changedContent: 0,
    files: [],
    place: [],
    ...rest,
  };
}

function deleteNow(
  request: DecideRequest,
  { impact, goes }: { readonly impact: ReadImpact['impact']; readonly goes: NonNullable<ReadImpact['goes']> },
  facts: EnvironmentFacts,
  deps: DeletionDeps,
): DeletionDecision | null {
  const { database } = facts;
  if (!database.known) return null;
  const files = impact.cell.act === 'delete-with-file' ? filesOf(request, impact, facts) : [];
  const decision = newDecision(request, impact, deps, {
    kind: 'delete',
    state: 'done',
    deletedContent: goes.deleted.length,
    changedContent: goes.changed.length,
    files: files.map(({ path }) => path),
  });
  carryOut({
    home: facts.open.home,
    databases: deps.databases,
    decision,
    record: recordOf(request, decision),
    before: { rows: rowsBefore(goes, database), files },
  });
  return decision;
}

/** The artifact, and the view of a template that no other template draws with. */
function filesOf(
  { project, udi }: DecideRequest,
  { item }: ReadImpact['impact'],
  { open, index }: EnvironmentFacts,
): FileBefore[] {
  const profile = profileNamed(project.profile);
  const paths = new Set([
    ...index.allWith(udi).map(({ path }) => path),
    ...index.problems.filter((problem) => problem.udi === udi).map(({ path }) => path),
  ]);
  for (const path of [...paths]) {
    const view = profile.companion(path, item);
    if (view !== null) paths.add(view);
  }
  return [...paths].flatMap((path) => readItemFile(open.repository.folder, path) ?? []);
}

function noteToDo(
  request: DecideRequest,
  impact: ReadImpact['impact'],
  facts: EnvironmentFacts,
  deps: DeletionDeps,
): DeletionDecision {
  const open = facts.known.decisions.find(
    ({ udi, kind, state }) => udi === request.udi && kind === 'delete' && state === 'open',
  );
  if (open) return open;
  const decision = newDecision(request, impact, deps, { kind: 'delete', state: 'open', place: impact.place });
  return note(request, decision, facts, 'to-do');
}

/** A decision that changes nothing in the environment: one file, then the activity. */
function note(
  request: DecisionRequest,
  decision: DeletionDecision,
  { open }: EnvironmentFacts,
  step: 'done' | 'to-do',
): DeletionDecision {
  const record = recordOf(request, decision);
  writeDecision(open.home.folder, { step, decision, record });
  writeRecord(open.home.folder, record);
  return decision;
}

const recordOf = ({ project, who, host }: DecisionRequest, decision: DeletionDecision) =>
  decisionRecord({
    project,
    decision,
    id: decision.id,
    act: decision.kind,
    who,
    host,
    at: decision.at,
    notes: [],
  });
