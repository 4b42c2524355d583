import type { Author, ItemName } from './change';

export type ConflictType =
  | 'content'
  | 'add/add'
  | 'modify/delete'
  | 'rename/rename'
  | 'rename/delete'
  | 'rename/add'
  | 'binary'
  | 'mode'
  | 'file/directory'
  | 'submodule'
  | 'symlink'
  | 'type'
  | 'file-location';

/** What one environment did to a thing that the other one changed as well. */
export interface ConflictSide {
  readonly environmentId: string;
  readonly name: string;
  readonly did: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly authors: readonly Author[];
  readonly lastChanged: number | null;
}

/** What can stay: what `from` has, what `to` has, or both beside each other. */
export type Keep = 'from' | 'to' | 'both';

/** A part on which both sides disagree: a property of an item, in words, or a place in a text. */
export interface ConflictPart {
  /** Names it within its file; stable while both versions are. */
  readonly id: string;
  /** "Description of the property Author", "Line 12". */
  readonly about: string;
  /** What it was before both changed it, and what each has; null where it is not there, or not known. */
  readonly was: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** What can stay of it. */
  readonly keeps: readonly Keep[];
  readonly decision: Keep | null;
}

/** What a person decided for a whole thing. */
export interface ConflictDecision {
  /** `edited`: a text of its own. `parts`: part by part. */
  readonly keep: Keep | 'edited' | 'parts';
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A thing that both sides changed in ways that do not go together by themselves. */
export interface Conflict {
  /** Names exactly these versions of exactly this thing: hex digits. */
  readonly key: string;
  readonly path: string;
  readonly type: ConflictType;
  readonly item?: ItemName;
  /** Other paths that take part (rename sources and targets). */
  readonly otherPaths: readonly string[];
  readonly from: ConflictSide;
  readonly to: ConflictSide;
  /** Null where nobody has decided; one that is decided part by part may be open still. */
  readonly decision: ConflictDecision | null;
}

/** A conflict with all that is needed to decide it. */
export interface ConflictItem extends Conflict {
  readonly open: boolean;
  readonly keeps: readonly Keep[];
  /** Its text can be written anew. */
  readonly canEdit: boolean;
  /** Empty where it can be decided as a whole only. */
  readonly parts: readonly ConflictPart[];
}

/** What the activity keeps of a decision. */
export interface DecidedConflict {
  readonly path: string;
  readonly type: ConflictType;
  readonly item?: ItemName;
  readonly decision: ConflictDecision;
  /** In words: "kept what Dev has". Part by part where it was decided so. */
  readonly says: readonly string[];
}
