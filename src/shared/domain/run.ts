import type { ErrorAnswer } from '../contract/errors';
import type { Change } from './change';
import type { DecidedConflict } from './conflict';
import type { DeletionOrder, DeletionRecord } from './deletion';
import type { Finding, Removal } from './plan';
import type { PlanKind } from './plan-kind';

export type PhaseId = 'wait' | 'check' | 'merge' | 'push' | 'extract';
export const phaseIds: readonly PhaseId[] = ['wait', 'check', 'merge', 'push', 'extract'];
export type PhaseStatus = 'pending' | 'in progress' | 'success' | 'failed' | 'skipped';

export interface RunPhase {
  readonly id: PhaseId;
  readonly status: PhaseStatus;
  /** Time it took so far. */
  readonly milliseconds: number;
  /** Why it was skipped or failed, or what it did. */
  readonly note?: string;
}

export type Outcome =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'needs a new look'
  /** Nobody knows yet whether the server took it: the server decides, when it answers. */
  | 'waiting for the server'
  | 'rolled back after a crash'
  | 'finished after a crash';

export interface RunEnd {
  readonly environmentId: string;
  readonly name: string;
}

/** One run as it is shown while it happens. Each event carries the whole of it. */
export interface Run {
  readonly id: string;
  /** Counts up with every event of this run; an older one is dropped by the reader. */
  readonly seq: number;
  readonly projectId: string;
  readonly kind: PlanKind;
  readonly from: RunEnd;
  readonly to: RunEnd;
  readonly who: string;
  readonly message: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly phases: readonly RunPhase[];
  /** 0..1, never goes back. */
  readonly progress: number;
  /** What happens now, in words. */
  readonly title: string;
  readonly detail: string;
  /** Until the commit point. After it the run only goes forward. */
  readonly cancellable: boolean;
  readonly stopping: boolean;
  /** Environments whose site has not read its files yet; the run can be finished without them. */
  readonly waitsFor: readonly string[];
  /** Environments that have the files, and whose database has not read them. */
  readonly unread: readonly string[];
  readonly outcome: Outcome | null;
  readonly error: ErrorAnswer | null;
  readonly changes: readonly Change[];
  /** The server that `to` is sent to; null when it stays on this computer. */
  readonly server: string | null;
  readonly logLines: number;
}

/** What the activity knows of: runs, and decisions about deletions. */
export type RecordKind = PlanKind | 'deletion';

/** The permanent record of a run, or of a decision about a deletion. */
export interface ActivityRecord {
  readonly format: 1;
  readonly id: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly kind: RecordKind;
  readonly from: RunEnd;
  readonly to: RunEnd;
  readonly who: string;
  readonly host: string;
  readonly message: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly phases: readonly RunPhase[];
  readonly outcome: Outcome;
  readonly error: ErrorAnswer | null;
  readonly planHash: string;
  /** Commits by which the run can be undone or explained; null where it did not come that far. */
  readonly commits: {
    readonly sourceHead: string | null;
    readonly targetBefore: string | null;
    readonly result: string | null;
    readonly resultTree: string | null;
  };
  readonly changes: readonly Change[];
  readonly comesBack: readonly Change[];
  readonly removals: readonly Removal[];
  /** As in the run; absent where all databases have read their files. */
  readonly unread?: readonly string[];
  readonly findings: readonly Finding[];
  /** Keys of the findings that the person said yes to; missing in older records. */
  readonly acknowledged?: readonly string[];
  /** What was decided with the plan to be deleted on `to`; findings say what was not done. Missing in older records. */
  readonly deletions?: readonly DeletionOrder[];
  /** What both sides had changed, and how it was decided; absent where there was nothing. */
  readonly decided?: readonly DecidedConflict[];
  /** Of kind `deletion` only. */
  readonly deletion?: DeletionRecord;
  /** Servers that have the result as well; absent where there were none. */
  readonly sent?: readonly SentTo[];
}

export interface SentTo {
  readonly environmentId: string;
  /** For example scm.example.org. */
  readonly host: string;
}

/** A record in a list: without the long parts. */
export interface ActivitySummary extends Omit<
  ActivityRecord,
  | 'changes'
  | 'comesBack'
  | 'removals'
  | 'findings'
  | 'acknowledged'
  | 'decided'
  | 'deletions'
  | 'phases'
  | 'commits'
> {
  readonly changeCount: number;
  readonly milliseconds: number;
}
