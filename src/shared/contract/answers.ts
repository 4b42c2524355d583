import type { Change } from '../domain/change';
import type { DeletionDecision } from '../domain/deletion';
import type { LaneServer, UsesGit } from '../domain/overview';
import type { Plan } from '../domain/plan';
import type { Environment, Project } from '../domain/project';
import type { ActivitySummary } from '../domain/run';
import type { ErrorAnswer } from './errors';

// Answers of commands that are no things of the domain by themselves.

export interface AppInfo {
  readonly version: string;
  readonly host: string;
  readonly node: string;
  readonly platform: string;
  readonly capabilities: readonly string[];
  readonly dataFolder: string;
}

export interface ProjectList {
  readonly projects: readonly Project[];
  /** Stores that could not be read and were set aside since the start. */
  readonly damaged: readonly ErrorAnswer[];
}

export interface ChangesAnswer {
  readonly environment: Environment;
  readonly next: { readonly environmentId: string; readonly name: string } | null;
  /** Against the next environment; for Live and flexible ones the work that is not committed. */
  readonly changes: readonly Change[];
  readonly leftHere: Plan['leftHere'];
}

export interface EnvironmentDetails {
  readonly environment: Environment;
  readonly problem: ErrorAnswer | null;
  readonly head: string | null;
  readonly actualBranch: string | null;
  readonly deployedCommit: string | null;
  readonly deployedAt: number | null;
  readonly fileCount: number;
  readonly profile: Project['profile'];
  readonly watching: 'live' | 'sweep' | 'off';
  readonly watchedFolders: number;
  readonly watchNote: string | null;
  readonly upstream: string | null;
  readonly server: LaneServer | null;
  /** The user's own git does what this version leaves to it. */
  readonly usesGit?: UsesGit;
  readonly newFileDecisions: readonly { readonly folder: string; readonly decision: 'include' | 'leave' }[];
}

export interface DeletionList {
  /** Of all environments, latest first. */
  readonly decisions: readonly DeletionDecision[];
  /** Files that could not be read; they do not hide the others. */
  readonly damaged: readonly string[];
}

/** One command of the configuration of one or more clones. */
export interface SiteProgram {
  /** Setting and command, exactly: "filter.lfs.clean=git-lfs clean -- %f". */
  readonly command: string;
  /** Names of the environments whose files go through it. */
  readonly environments: readonly string[];
  /** Files of git's configuration that it stands in. */
  readonly files: readonly string[];
  readonly trusted: boolean;
}

export interface SitePrograms {
  readonly programs: readonly SiteProgram[];
  /** Version of the git that would run them, or why there is none. */
  readonly git: { readonly version: string } | { readonly missing: string };
}

export interface ActivityList {
  readonly records: readonly ActivitySummary[];
  readonly damaged: readonly string[];
}
