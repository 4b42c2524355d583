/**
 * Where what is known of an environment's database comes from. `embedded`: Laneway's own document in the clone.
 * `site`: the site's own file, which is only read. `none`: the site has no named items, so there is nothing to know.
 */
export type DatabaseKind = 'embedded' | 'site' | 'none';

/** One property of a type. */
export interface ItemProperty {
  /** What the property is known by ({@link propertyId}): its key, else its alias. */
  readonly id: string;
  readonly alias: string;
  readonly name: string;
  /** Name of its group; null where it stands outside of all. */
  readonly group: string | null;
  /** Udi of its data type; null where it names none. */
  readonly dataType: string | null;
  readonly mandatory: boolean;
}

/** A named item as an environment's database has it. Udis are spelled one way (artifacts/udi.ts, `toUdi`). */
export interface ItemRow {
  readonly udi: string;
  /** As in the Udi, e.g. document-type. */
  readonly entityType: string;
  readonly alias: string | null;
  readonly name: string;
  /** Udi of what it lies in, or of the template it is laid into. */
  readonly parent: string | null;
  /** By which two items of one entity type collide, as databases compare it (`foldKey`); null where the kind has none. */
  readonly naturalKey: string | null;
  /** Templates only: the name of its view below `Views/`, as far as it is known. */
  readonly viewFile: string | null;
  /** Types only: their own properties, without those of compositions. */
  readonly properties: readonly ItemProperty[];
  /** Types only: Udis of the types it is composed of, the inherited one included. */
  readonly compositions: readonly string[];
  /** Document types only: Udis of the templates it allows. */
  readonly templates: readonly string[];
  /** Templates only: its view is not there, so that its pages show nothing. */
  readonly empty: boolean;
  /** Its file was deleted; the row stays until somebody decides. Never true for a site's own database: see `files`. */
  readonly withoutFile: boolean;
  /** Milliseconds since 1970: since when it is here, or without file; null where the database does not say. */
  readonly since: number | null;
  /** Hex. Over all that the row means, without `withoutFile`, `since` and `artifact`. */
  readonly hash: string;
  /** Blob of the file that it was made from; null for rows of a site. */
  readonly artifact: string | null;
}

export type ContentKind = 'document' | 'media' | 'member';

/** One state of a page: what editors see, or what visitors see. */
export interface ContentVersion {
  /** Udi; null where it has none. */
  readonly template: string | null;
  /** Ids ({@link propertyId}) of the properties that have a value in any culture. */
  readonly filled: readonly string[];
}

/** A page, a media item or a member. */
export interface ContentNode {
  readonly udi: string;
  readonly kind: ContentKind;
  /** Udi of its type. */
  readonly type: string;
  /** Members have none: who they are is nobody's business here. */
  readonly name: string;
  /** Udi of the node above; null at the top. */
  readonly parent: string | null;
  /** Names of the nodes above, from the top. */
  readonly path: readonly string[];
  /** Address on the site, as far as it is known, e.g. `/blog/a-post/`. */
  readonly address: string | null;
  /** ISO codes; empty where it does not vary. */
  readonly cultures: readonly string[];
  readonly draft: ContentVersion;
  /** Null where visitors do not see it. Media and members have one state only: both are the same. */
  readonly published: ContentVersion | null;
  readonly trashed: boolean;
  /** Milliseconds since 1970; null where it is not known. */
  readonly updated: number | null;
}

/** Content that something is used by. What cannot be known is never said as 0. */
export type ContentUse =
  | { readonly known: false; readonly why: 'no-database' | 'not-readable' | 'not-recorded' }
  | {
      readonly known: true;
      readonly count: number;
      /** How many of them visitors see. */
      readonly published: number;
      readonly trashed: number;
      readonly nodes: readonly ContentNode[];
    };

/** What a property is known by: its key without dashes in lower case, else `alias:` and its alias in lower case. */
export const propertyId = (key: string | null | undefined, alias: string): string =>
  key ? key.replaceAll('-', '').toLowerCase() : `alias:${alias.toLowerCase()}`;

/** How far an environment's database follows its files. */
export interface ExtractionState {
  /** The commit that the database holds; null where nothing was ever extracted. */
  readonly commit: string | null;
  /** Milliseconds since 1970. */
  readonly at: number | null;
  /** Why it is behind its files; null while it is not. */
  readonly waiting: ExtractionWait | null;
}

export interface ExtractionWait {
  /** `site`: the site was asked and has not answered yet. `failed`: it was tried and did not work. */
  readonly kind: 'site' | 'failed';
  /** The commit that is to be extracted. */
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What went wrong, in a sentence; null while the site is only slow. */
  readonly reason: string | null;
  /** Time of the marker file by which the site was asked (milliseconds since 1970); null where it was not asked yet. */
  readonly asked: number | null;
}

/** What "run extraction again" did: how many rows came, changed, or lost their file; a site was only asked. */
export type ExtractionSummary =
  | {
      readonly kind: 'embedded';
      readonly commit: string;
      readonly added: number;
      readonly changed: number;
      readonly withoutFile: number;
      /** All rows now. */
      readonly items: number;
    }
  | { readonly kind: 'site'; readonly commit: string };
