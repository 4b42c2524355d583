import type { DecidedConflict } from '../../../shared/domain/conflict';
import type { DeletionOrder } from '../../../shared/domain/deletion';
import type { Finding, Plan } from '../../../shared/domain/plan';
import type { ActivityRecord, Outcome, SentTo } from '../../../shared/domain/run';
import type { RunCommits } from './run-commits';
import type { RunRequest } from './run-request';
import type { RunTracker } from './run-tracker';

export interface RecordInput {
  readonly request: RunRequest;
  readonly host: string;
  readonly tracker: RunTracker;
  readonly plan: Plan | null;
  readonly decided: readonly DecidedConflict[];
  readonly commits: RunCommits | null;
  readonly findings: readonly Finding[];
  readonly deletions: readonly DeletionOrder[];
  readonly outcome: Outcome;
  readonly sent: readonly SentTo[];
}

/** The permanent record of a run as things stand. */
export function runRecord({
  request,
  host,
  tracker,
  plan,
  decided,
  commits,
  findings,
  deletions,
  outcome,
  sent,
}: RecordInput): ActivityRecord {
  const run = tracker.run();
  return {
    format: 1,
    id: request.id,
    projectId: request.project.id,
    projectName: request.project.name,
    kind: request.kind,
    from: run.from,
    to: run.to,
    who: run.who,
    host,
    message: request.message,
    startedAt: Math.round(run.startedAt),
    finishedAt: run.finishedAt ?? Math.round(run.startedAt),
    phases: run.phases,
    outcome,
    error: run.error,
    planHash: plan?.hash ?? request.planHash ?? '',
    commits: {
      sourceHead: commits?.source ?? null,
      targetBefore: commits?.target ?? null,
      result: commits?.result ?? null,
      resultTree: commits ? (plan?.resultTree ?? null) : null,
    },
    changes: plan?.changes ?? [],
    comesBack: plan?.comesBack ?? [],
    removals: plan?.removals ?? [],
    ...(run.unread.length > 0 ? { unread: run.unread } : {}),
    findings,
    deletions,
    ...(decided.length > 0 ? { decided } : {}),
    acknowledged: request.acknowledged,
    ...(sent.length ? { sent } : {}),
  };
}
