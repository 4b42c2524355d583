import type { ErrorAnswer } from '../contract/errors';
import type { Author, ItemName } from './change';
import type { DatabaseKind } from './database';
import type { Role } from './project';

/** Whether an environment's database has an item's entry. A site's own database does not say "without file". */
export type RowPresence = 'yes' | 'without-file' | 'no' | 'unknown';

/** What *Delete on <environment>* means for one item there, or why it cannot be done. */
export type DeletionAct =
  /** The entry goes from the database. */
  | 'delete'
  /** Where people work: its file goes too, as a normal change that is deployed like any other. */
  | 'delete-with-file'
  /** The site has its own database, which is never written: a to-do, ticked off by looking again. */
  | 'to-do'
  /** There is nothing to delete. */
  | 'gone'
  /** Its file is still there: delete it on the left-most environment and deploy; then finish here. */
  | 'file-there'
  /** Nothing is known of the database. */
  | 'not-known';

/** One item in one environment. */
export interface DeletionCell {
  readonly file: boolean;
  /** Its file was here and is not any more; by nobody where that is not recorded yet. */
  readonly deleted: { readonly by: Author | null; readonly at: number | null } | null;
  readonly row: RowPresence;
  /** Pages, media or members that use it; null where that is not known. */
  readonly content: number | null;
  readonly act: DeletionAct;
  /** Id of the decision to keep it here. */
  readonly kept: string | null;
  /** Id of the decision that waits for somebody to do it in the site itself. */
  readonly toDo: string | null;
}

/**
 * `decide`: deleted somewhere, and an environment still has its entry without a file. `to-do`: only acts in the site
 * itself are left. `kept`: what is left is kept on purpose. `on-its-way`: the deletion has not been deployed
 * everywhere. `not-known`: gone as far as can be seen. `gone`: no database has it and no file remains anywhere.
 * `differs`: not deleted anywhere, but not everywhere either.
 */
export type DeletionState = 'decide' | 'to-do' | 'kept' | 'on-its-way' | 'not-known' | 'gone' | 'differs';

export interface DeletionRow {
  readonly udi: string;
  readonly item: ItemName;
  readonly state: DeletionState;
  /** In the order of the columns; null where the environment cannot be read. */
  readonly cells: readonly (DeletionCell | null)[];
}

export interface DeletionColumn {
  readonly environmentId: string;
  readonly name: string;
  readonly role: Role;
  readonly database: DatabaseKind;
  /** Why nothing is known of the environment, or of its database. */
  readonly problem: ErrorAnswer | null;
}

/** The deletion review: items whose presence differs between environments, or that any of them deleted. */
export interface DeletionMatrix {
  readonly columns: readonly DeletionColumn[];
  readonly rows: readonly DeletionRow[];
  /** Rows that wait for a decision. */
  readonly open: number;
}

/** A page, a media item or a member that goes along or loses something. */
export interface AffectedContent {
  readonly udi: string;
  readonly name: string;
  /** Names of the nodes above, from the top. */
  readonly path: readonly string[];
  readonly address: string | null;
  readonly published: boolean;
}

/** What happens to content when an item is deleted in one environment. Null counts are not known, never 0. */
export interface ContentImpact {
  /** Pages, media or members that are deleted with it, those below them included. */
  readonly deleted: number | null;
  /** Those of them that are of another kind and only lie below. */
  readonly below: number;
  /** Pages that stay but lose something: their template, or their text in one language. */
  readonly changed: number | null;
  /** How many of all of them visitors see. */
  readonly published: number;
  /** The first of them. */
  readonly first: readonly AffectedContent[];
}

/** What to look at before *Delete on <environment>*. */
export interface DeletionImpact {
  readonly environmentId: string;
  readonly environment: string;
  readonly udi: string;
  readonly item: ItemName;
  readonly cell: DeletionCell;
  readonly content: ContentImpact;
  /** Items of this environment that refer to it. Those in `blocking` would be damaged: it cannot be deleted before them. */
  readonly neededBy: readonly ItemName[];
  readonly blocking: readonly ItemName[];
  /** What a decision has to name, so that it is refused when something changed meanwhile. */
  readonly seen: DeletionSeen;
  /** The environment's name has to be typed: content would be lost, or it is the production environment. */
  readonly confirm: boolean;
  /** Where to click in the site, for a to-do: from the section to the item. */
  readonly place: readonly string[];
}

/** What somebody looked at when they decided. */
export interface DeletionSeen {
  /** Hash of the row; null where there was none. */
  readonly row: string | null;
  /** Content that goes or loses something; null where it was not known. */
  readonly content: number | null;
}

/** What stays in an environment's database when an item's file goes there. Pages and media always stay. */
export interface Leftover {
  /** `stays`: the entry is still visible to editors. `none`: the database has no entry of it. */
  readonly entry: 'stays' | 'none' | 'unknown';
  /** What a decision with the plan would do; none where there is nothing to delete, or nothing is known. */
  readonly act: 'delete' | 'to-do' | 'none';
  readonly content: ContentImpact;
  readonly seen: DeletionSeen;
  /** The environment's name has to be typed for it. */
  readonly confirm: boolean;
  /** Items that would be damaged: they have to be deleted with it, or before. */
  readonly blocking: readonly { readonly udi: string; readonly name: string }[];
}

/** A choice for one removal of a plan, given with the start of a run. Without one it is kept for now. */
export interface PlanDecision {
  readonly udi: string;
  readonly kind: DecisionKind;
  /** The environment's name as it was typed. */
  readonly confirm?: string;
}

/** One deletion that a run carries out after its changes have arrived; its id makes sure that it happens once. */
export interface DeletionOrder {
  readonly id: string;
  readonly udi: string;
  readonly item: ItemName;
  readonly seen: DeletionSeen;
}

export type DecisionKind = 'delete' | 'keep';
/** `open`: a to-do in the site itself. `done`: it is so now. `undone`: it was taken back. */
export type DecisionState = 'open' | 'done' | 'undone';

/** One decision about one item in one environment. No decision travels to another. */
export interface DeletionDecision {
  /** Also the id of its record in the activity. */
  readonly id: string;
  readonly kind: DecisionKind;
  readonly state: DecisionState;
  readonly environmentId: string;
  readonly environment: string;
  readonly udi: string;
  readonly item: ItemName;
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly why: string;
  /** The run that it was part of. */
  readonly run: string | null;
  /** Content that was deleted with it, and content that lost something. */
  readonly deletedContent: number;
  readonly changedContent: number;
  /** Files that were deleted with it. */
  readonly files: readonly string[];
  /** For a to-do: where to click. */
  readonly place: readonly string[];
}

/** What a decision about a deletion was, in the activity. */
export interface DeletionRecord {
  readonly act: DecisionKind | 'done-in-site' | 'undo';
  /** The decision it is about. */
  readonly decision: string;
  readonly udi: string;
  readonly item: ItemName;
  readonly why: string;
  readonly toDo: boolean;
  readonly deletedContent: number;
  readonly changedContent: number;
  readonly files: readonly string[];
  /** What could not be put back as it was, in words. */
  readonly notes: readonly string[];
}

/** Pages, media and members that are not the same everywhere. */
export interface ContentComparison {
  readonly columns: readonly DeletionColumn[];
  readonly rows: readonly ContentRow[];
}

export interface ContentRow {
  readonly udi: string;
  readonly kind: 'document' | 'media';
  readonly name: string;
  readonly path: readonly string[];
  /** In the order of the columns; null where it is not known. */
  readonly cells: readonly (ContentCell | null)[];
}

export interface ContentCell {
  readonly there: boolean;
  readonly published: boolean;
  readonly trashed: boolean;
  /** Its name there, where it differs from the row's. */
  readonly name: string | null;
  /** Milliseconds since 1970; null where it is not known. */
  readonly updated: number | null;
}
