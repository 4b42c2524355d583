import type { ErrorAnswer } from '../contract/errors';
import type { Author, Change } from './change';
import type { Environment, Project } from './project';
import type { ActivitySummary } from './run';

/** The first that applies, in this order (domain.md). */
export type LaneState =
  | 'unreachable'
  | 'other-branch'
  | 'deploying'
  | 'waiting-for-server'
  | 'recovering'
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
  | {
      /** The database does not have what the files have. */
      readonly kind: 'drift';
      /** How many commits of this clone it lacks; 0 where it was never read. */
      readonly commits: number;
      /** The site was asked and has not answered, or it did not work; null where nobody has tried. */
      readonly waiting: 'site' | 'failed' | null;
      /** Milliseconds since 1970. */
      readonly since: number | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'not-watched'; readonly why: string }
  | { readonly kind: 'branch-rewritten'; readonly deployed: string }
  | { readonly kind: 'late-edit'; readonly paths: readonly string[] }
  /** Its server has what the clone lacks; counted like everything, of what was fetched last. */
  | {
      readonly kind: 'server-ahead';
      readonly host: string;
      readonly count: number;
      readonly conflicts: number;
    }
  /** The clone has what its server was not sent yet. */
  | { readonly kind: 'server-behind'; readonly host: string }
  /** The last look at the server failed. `problem` is in words. */
  | {
      readonly kind: 'server-not-seen';
      readonly host: string;
      readonly problem: string;
      readonly signIn: boolean;
    };

/** The server that an environment's branch is sent to with every run into it. */
export interface LaneServer {
  readonly host: string;
  /** Milliseconds since 1970 when Laneway last heard from it; null when it never asked. */
  readonly seenAt: number | null;
  /** Since when a run waits for its answer; null when none does. */
  readonly waitingSince: number | null;
  /** Why the last question was not answered, in words; null when it was. */
  readonly problem: string | null;
  /** It asks who one is before it answers. */
  readonly signIn: boolean;
}

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

/** What the environment that this one follows has and it lacks. */
export interface Behind {
  readonly kind: 'sync' | 'pull';
  readonly from: { readonly environmentId: string; readonly name: string };
  /** By the one counting rule; 0 where only a history or something unimportant is new. */
  readonly count: number;
  readonly conflicts: number;
  readonly action: ActionState;
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
  /** What the next one lacks; null for Live, and while it cannot be known (see problem). */
  readonly pending: Pending | null;
  /** The next lane; of a flexible environment the lane that it hangs on. */
  readonly next: { readonly environmentId: string; readonly name: string } | null;
  /** How its changes get there. */
  readonly sends: 'deploy' | 'push';
  readonly deploy: ActionState;
  /** Null where it has everything of the one that it follows. */
  readonly behind: Behind | null;
  /** The environment that it was synced with last, and when; null where it never was. */
  readonly follows: { readonly environmentId: string; readonly name: string; readonly at: number } | null;
  /** Why the environment cannot be used. */
  readonly problem: ErrorAnswer | null;
  /** The branch that the folder is on now; null when detached. */
  readonly actualBranch: string | null;
  readonly head: string | null;
  /** When something last arrived here by a run. */
  readonly lastArrival: ActivitySummary | null;
  readonly runId: string | null;
  readonly watching: 'live' | 'sweep' | 'off';
  /** Where the branch is also sent, e.g. scm.example.org; null when only on this computer. */
  readonly upstream: string | null;
  /** That server, where Laneway itself sends there; null where only git does (ssh). */
  readonly server: LaneServer | null;
  readonly usesGit?: UsesGit;
}

export interface Overview {
  readonly project: Project;
  readonly lanes: readonly Lane[];
  readonly flexible: readonly Lane[];
  readonly recent: readonly ActivitySummary[];
  readonly checkedAt: number;
}
