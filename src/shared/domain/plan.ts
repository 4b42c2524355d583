import type { Author, Change, ItemName } from './change';
import type { Conflict } from './conflict';
import type { Leftover } from './deletion';
import type { PlanKind } from './plan-kind';
import type { Role } from './project';

/** One side of a plan. */
export interface PlanEnd {
  readonly environmentId: string;
  readonly name: string;
  readonly role: Role;
  readonly branch: string;
  /** Commit of the branch now. */
  readonly head: string;
  /** Tree of the snapshot: head plus the work that is not committed yet. */
  readonly tree: string;
  /** Uncommitted work is part of the plan and is committed first. */
  readonly uncommitted: number;
  /** The server that the branch is also sent to; absent when it stays on this computer. */
  readonly server?: PlanServer;
}

/** What a plan knows of an environment's server. */
export interface PlanServer {
  /** For example scm.example.org. */
  readonly host: string;
  /** Commit of its branch, as it was seen last; null when it has none there yet. */
  readonly head: string | null;
}

export type FindingCode =
  | 'conflict'
  | 'still-being-written'
  | 'untracked-in-the-way'
  | 'partly-staged'
  | 'operation-in-progress'
  | 'unmerged-files'
  | 'other-branch'
  | 'branch-rewritten'
  | 'unsupported-repository'
  | 'unsupported-file'
  | 'untrusted-programs'
  | 'folder-unreadable'
  | 'folder-not-writable'
  | 'path-unsafe'
  | 'case-collision'
  | 'link-outside'
  | 'new-files-left-here'
  | 'large-file'
  | 'many-new-files'
  | 'looks-secret'
  | 'nested-repository'
  | 'hooks-not-run'
  | 'edited-on-target'
  | 'sync-skipped'
  | 'not-saved-there'
  | 'late-edit'
  | 'sync-needed'
  | 'not-extracted'
  | 'deletion-not-done'
  | 'artifact-invalid'
  | 'udi-mismatch'
  | 'duplicate-udi'
  | 'collision'
  | 'alias-reused'
  | 'case-rename'
  | 'dangling-reference'
  | 'missing-language'
  | 'resurrection'
  | 'field-loss'
  | 'pages-blank'
  | 'mandatory-unfilled'
  | 'view-names-property'
  | 'upstream-unreachable'
  | 'upstream-ahead'
  | 'upstream-behind'
  | 'upstream-diverged'
  | 'sign-in-needed'
  | 'waiting-for-server';

/** block: nothing can start. warn: worth knowing before. notice: said for completeness. */
export type FindingLevel = 'block' | 'warn' | 'notice';

export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  /** One sentence: what, where, and what to do. */
  readonly message: string;
  readonly environmentId?: string;
  readonly path?: string;
  /** All paths it is about, when there are several. */
  readonly paths?: readonly string[];
  readonly line?: number;
  readonly column?: number;
  /** The items it is about, e.g. both sides of a collision. */
  readonly parties?: readonly FindingParty[];
  /** Pages it concerns in that environment; null where no database says it. */
  readonly pages?: number | null;
  /** A person's yes to it, given with the start of a run. */
  readonly yes?: FindingYes;
  /** What a person can do about it, besides saying yes. */
  readonly ways?: readonly WayOut[];
}

/** An item that takes part in a finding: as a file, or as a row of an environment's database. */
export interface FindingParty {
  readonly udi: string;
  readonly item: ItemName;
  /** Its artifact; null where only the database knows it. */
  readonly path: string | null;
  /** The environment that it comes from. */
  readonly environmentId: string;
  /** Who changed it last there, and when (milliseconds since 1970); empty and null where nobody can be known. */
  readonly by: readonly Author[];
  readonly at: number | null;
}

export interface FindingYes {
  /** Names exactly this finding of exactly this environment. */
  readonly key: string;
  /** Nothing starts without it. Otherwise it says that something was meant, and ends the warning for good. */
  readonly needed: boolean;
}

/** Whether a yes to that finding is among `acknowledged`: its own key, or its code for all of that kind. */
export const isAcknowledged = ({ code, yes }: Finding, acknowledged: readonly string[]): boolean =>
  yes !== undefined && (acknowledged.includes(yes.key) || acknowledged.includes(code));

/** An act of the app that settles a finding. Each is an ordinary, unsaved change of that environment. */
export type WayOut =
  | {
      readonly do: 'remove-item';
      readonly environmentId: string;
      readonly path: string;
      readonly blob: string;
    }
  | {
      readonly do: 'rename-item';
      readonly environmentId: string;
      readonly path: string;
      readonly blob: string;
      /** The property by which items are told apart, e.g. Alias. */
      readonly property: string;
      readonly value: string;
    };

/** Something that goes away on the target. */
export interface Removal {
  readonly path: string;
  readonly also: readonly string[];
  readonly item?: ItemName;
  readonly authors: readonly Author[];
  readonly lastChanged: number | null;
  /** What stays in the target's database; null for plain files, of which nothing stays. Missing in older records. */
  readonly leftover?: Leftover | null;
}

/** New files that are not carried unless somebody says so: once per folder. */
export interface LeftHere {
  readonly environmentId: string;
  /** Folder relative to the environment, '' for its top. */
  readonly folder: string;
  readonly paths: readonly string[];
  /** Why they are asked about. */
  readonly reason: 'unknown-kind' | 'large-file' | 'many-new-files' | 'looks-secret' | 'nested-repository';
  /** What was decided for them; null while nobody has. */
  readonly decision: 'include' | 'leave' | null;
}

/** A dry run: everything a run will do. Nothing has been touched. */
export interface Plan {
  readonly format: 1;
  readonly kind: PlanKind;
  /** Hex SHA-256 over all that must be the same when it is run. */
  readonly hash: string;
  readonly projectId: string;
  readonly from: PlanEnd;
  readonly to: PlanEnd;
  /** Best common ancestor; null when a virtual one was made from several. */
  readonly base: string | null;
  readonly bases: readonly string[];
  /** Tree that `to` (and for a deployment `from`) will have. Meaningless while conflicts are open. */
  readonly resultTree: string;
  readonly resultCommit: {
    /** An existing commit when the result is one; null when the run makes it. */
    readonly id: string | null;
    /** Heads the result is made from, source first; uncommitted work is committed on top of them before. */
    readonly parents: readonly string[];
  };
  /** What arrives on `to`; while conflicts are open, what `from` changed since both were the same. */
  readonly changes: readonly Change[];
  /** What comes back to `from` first; empty for a merge back. */
  readonly comesBack: readonly Change[];
  readonly removals: readonly Removal[];
  /** What both sides changed and nobody has decided yet. */
  readonly conflicts: readonly Conflict[];
  /** What both sides changed, as it was decided; part of the result. */
  readonly decided: readonly Conflict[];
  readonly findings: readonly Finding[];
  readonly leftHere: readonly LeftHere[];
  /** Nothing can start: see findings of level block. */
  readonly blocked: boolean;
  /** `to` has everything already. */
  readonly empty: boolean;
  /** The run that follows when `to` is Live: bring its state back to the left-most environment. */
  readonly mergesBackInto: { readonly environmentId: string; readonly name: string } | null;
}
