import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { ContentNode, DatabaseKind, ItemRow } from '../../../shared/domain/database';
import type { ObjectId } from '../git/model';

/** The rows of an environment at one moment. Plain data: every question about it is a pure function (ask-database.ts). */
export type EnvironmentDatabase = KnownDatabase | UnknownDatabase;

export interface KnownDatabase {
  readonly known: true;
  readonly kind: 'embedded' | 'site';
  /** Another value whenever anything in it changed. */
  readonly stamp: string;
  /** Udi in normal form -> row. */
  readonly items: ReadonlyMap<string, ItemRow>;
  readonly content: ReadonlyMap<string, ContentNode>;
  /** The commit whose files it holds; null where the site alone knows. */
  readonly extracted: ObjectId | null;
  /** The file it was read from. */
  readonly path: string;
  /** What was found damaged and repaired when it was opened. */
  readonly report: ErrorAnswer | null;
}

/** Nothing can be said of it; what is asked of it is answered with "not known", never with nothing or 0. */
export interface UnknownDatabase {
  readonly known: false;
  readonly kind: DatabaseKind;
  /** Why: null for kind `none`. */
  readonly problem: ErrorAnswer | null;
  readonly path: string | null;
}

/** What an embedded database holds: what a change of it gets, and makes anew. Unchanged rows stay the same objects. */
export interface DatabaseRows {
  readonly items: ReadonlyMap<string, ItemRow>;
  readonly content: ReadonlyMap<string, ContentNode>;
  readonly extracted: ObjectId | null;
  /** Ids of changes that must never be applied twice (decisions), written together with what they did. */
  readonly applied: readonly string[];
}
