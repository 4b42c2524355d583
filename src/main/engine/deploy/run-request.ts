import type { PlanDecision } from '../../../shared/domain/deletion';
import type { PlanKind } from '../../../shared/domain/plan-kind';
import type { Environment, Project } from '../../../shared/domain/project';
import type { ActivityRecord } from '../../../shared/domain/run';
import type { PrepareDeps } from './prepare';
import type { RecoveryDeps } from './recovery';

export interface RunRequest {
  readonly id: string;
  readonly project: Project;
  readonly kind: PlanKind;
  readonly from: Environment;
  readonly to: Environment;
  readonly message: string;
  /** The plan that a person said yes to; null for a run that follows by itself (merge back). */
  readonly planHash: string | null;
  /** Keys of the findings that the person said yes to. */
  readonly acknowledged: readonly string[];
  /** What the person decided about deletions that the plan does not finish. */
  readonly decisions: readonly PlanDecision[];
  readonly signal: AbortSignal;
  /** Aborted when nobody wants to wait for sites any longer. */
  readonly later: AbortSignal;
}

export interface RunDeps extends PrepareDeps, RecoveryDeps {
  readonly host: string;
  /** How long sites are waited for, as the settings say now. */
  readonly siteWaitMilliseconds: () => number;
  /** The run has its locks and its plan is the one that was looked at: the caller may tell the person that it goes on. */
  readonly onAccepted: () => void;
  /** It has to wait for another run. */
  readonly onWaiting: () => void;
  /** Where records go: the target's own folder, or the app's where that cannot be written. False: in neither. */
  readonly keepRecord: (record: ActivityRecord, to: Environment) => boolean;
}
