export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed';

/** A named thing of a site, read from its artifact. */
export interface ItemName {
  /** Entity type as in the Udi, e.g. document-type. */
  readonly entityType: string;
  /** The type in words, e.g. "Document Type". */
  readonly kind: string;
  readonly name: string;
  readonly alias?: string;
  readonly udi?: string;
}

/** Somebody who made a change: a git author, or nobody known ("saved on this computer"). */
export interface Author {
  readonly name: string;
  /** Null where the work is not committed: nobody can be known. */
  readonly email: string | null;
}

/** Where a change belongs in lists. */
export type ChangeGroup = 'items' | 'views' | 'styles' | 'scripts' | 'pictures' | 'configuration' | 'files';

/**
 * One row. An item and its view file are one row (`also`); the same row is counted everywhere.
 */
export interface Change {
  readonly path: string;
  readonly kind: ChangeKind;
  /** Renamed only: where it was. */
  readonly from?: string;
  readonly item?: ItemName;
  readonly group: ChangeGroup;
  /** Further files that belong to this row, e.g. the view of a template. */
  readonly also: readonly string[];
  /** Distinct, latest first; empty when nobody is known. */
  readonly authors: readonly Author[];
  /** Milliseconds since 1970 of the latest edit; null when unknown. */
  readonly lastChanged: number | null;
  /** Part of it is not committed yet. */
  readonly uncommitted: boolean;
  /** Alters nothing but format version, key order or line endings: folded and never counted. */
  readonly noise: boolean;
}

/** The one counting rule: a change is a row, and unimportant rows never count. */
export const countChanges = (changes: readonly Change[]): number =>
  changes.reduce((sum, change) => sum + (change.noise ? 0 : 1), 0);

/** What a row is called: the item's name, or the path. */
export const changeTitle = (change: Change): string => change.item?.name ?? change.path;
