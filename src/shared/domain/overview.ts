import type { ErrorAnswer } from '../contract/errors';
import type { Author, Change } from './change';
import type { Environment, Project } from './project';
import type { ActivitySummary } from './run';

/** The first that applies, in this order (domain.md). */
export type LaneState =
  | 'unreachable'
  | 'other-branch'
  | 'recovering'
  | 'deploying'
  | 'failed'
  | 'conflict'
  | 'changed'
  | 'idle'
  | 'ready';

/** An action and whether it can be taken now. `why` is one sentence for the person. */
export type ActionState = { readonly enabled: true } | { readonly enabled: false; readonly why: string };

export type LaneFlag =
  | {
      readonly kind: 'sync-needed';
      readonly from: string;
      readonly count: number;
      readonly conflicts: number;
    }
  | { readonly kind: 'drift'; readonly commits: number }
  | { readonly kind: 'not-watched'; readonly why: string }
  | { readonly kind: 'branch-rewritten'; readonly deployed: string }
  | { readonly kind: 'late-edit'; readonly paths: readonly string[] };

/** What the next environment does not have yet. */
export interface Pending {
  /** By the one counting rule. */
  readonly count: number;
  /** The first few rows, for the card. */
  readonly first: readonly Change[];
  readonly removals: number;
  readonly people: readonly Author[];
  readonly conflicts: number;
  /** Nothing can be deployed until these are gone. */
  readonly blocking: readonly string[];
}

/** Which git an environment needs on this computer, and what for, in words. */
export interface UsesGit {
  readonly version: string;
  readonly because: readonly string[];
}

export interface Lane {
  readonly environment: Environment;
  readonly state: LaneState;
  readonly flags: readonly LaneFlag[];
  /** Null for Live, and while it cannot be known (see problem). */
  readonly pending: Pending | null;
  readonly next: { readonly environmentId: string; readonly name: string } | null;
  readonly deploy: ActionState;
  /** Why the environment cannot be used. */
  readonly problem: ErrorAnswer | null;
  /** The branch that the folder is on now; null when detached. */
  readonly actualBranch: string | null;
  readonly head: string | null;
  /** When something last arrived here by a run. */
  readonly lastArrival: ActivitySummary | null;
  readonly runId: string | null;
  readonly watching: 'live' | 'sweep' | 'off';
  /** Where the branch is also sent by git itself, e.g. scm.example.org; null when only on this computer. */
  readonly upstream: string | null;
  readonly usesGit?: UsesGit;
}

export interface Overview {
  readonly project: Project;
  readonly lanes: readonly Lane[];
  readonly flexible: readonly Lane[];
  readonly recent: readonly ActivitySummary[];
  readonly checkedAt: number;
}
