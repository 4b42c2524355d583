import type { ErrorAnswer } from '../contract/errors';
import type { ContentKind, ContentNode, DatabaseKind, ExtractionState } from './database';

/** What a person says of new content. Types and content may be named by Udi, alias or name. */
export interface NewContent {
  readonly type: string;
  readonly name: string;
  /** Below which node; null or absent: at the top. */
  readonly parent?: string | null | undefined;
  /** Udi; absent: the first that its type allows. */
  readonly template?: string | null | undefined;
  readonly cultures?: string[] | undefined;
  /** Aliases of the properties that have a value; absent: all. */
  readonly filled?: string[] | undefined;
  /** Whether visitors see it; absent: yes. */
  readonly published?: boolean | undefined;
}

export interface ContentChange {
  readonly udi: string;
  readonly name?: string | undefined;
  readonly template?: string | null | undefined;
  readonly filled?: string[] | undefined;
  readonly published?: boolean | undefined;
  readonly trashed?: boolean | undefined;
}

/** One line of a database, as it is listed. */
export interface DatabaseLine {
  readonly udi: string;
  /** Entity type of an item, or the kind of content. */
  readonly kind: string;
  /** The kind in words. */
  readonly kindWords: string;
  readonly name: string;
  /** Items: alias. Content: its type in words. */
  readonly detail: string;
  /** Where content lies: names from the top. */
  readonly path: readonly string[];
  readonly withoutFile: boolean;
  /** Templates only. */
  readonly empty: boolean;
  /** Items: content that uses it; null where nobody can know. Content: null. */
  readonly uses: number | null;
  /** Content: whether visitors see it. Items: true. */
  readonly published: boolean;
  readonly trashed: boolean;
  /** Milliseconds since 1970: since when it is without file, or when it was changed; null where it is not known. */
  readonly at: number | null;
}

export interface DatabaseGroup {
  /** What `database.get` takes as `kind`. */
  readonly kind: string;
  readonly words: string;
  readonly count: number;
  readonly isContent: boolean;
}

/** Some lines of an environment's database, and what there is in all. */
export interface DatabasePage {
  readonly kind: DatabaseKind;
  /** Why nothing is known; null where it is, and for kind `none`. */
  readonly problem: ErrorAnswer | null;
  /** A damaged document was set aside. */
  readonly report: ErrorAnswer | null;
  readonly path: string | null;
  readonly extraction: ExtractionState;
  readonly groups: readonly DatabaseGroup[];
  /** How many match kind and search. */
  readonly matching: number;
  /** Number of the first of the lines. */
  readonly from: number;
  readonly lines: readonly DatabaseLine[];
  /** Of what content can be made. */
  readonly types: readonly { readonly udi: string; readonly name: string; readonly makes: ContentKind }[];
  /** Rows can be changed here: not where the site has its own database. */
  readonly canChange: boolean;
}

/** What was taken away: a node, and all that lay below. */
export interface RemovedContent {
  readonly removed: readonly ContentNode[];
}

/** How much content came from a site's file, and how much of what was there before is gone. */
export interface ImportedContent {
  readonly imported: number;
  readonly replaced: number;
}
