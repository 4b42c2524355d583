import type { Udi } from './udi';

/** What an artifact says, the same for all versions of the platform (umbraco.md, "Artifact files"). Data only. */
export interface Artifact {
  /** Of its file, in the repository. */
  readonly path: string;
  /** The file in git; empty where it was not read from there. */
  readonly blob: string;
  /** What the file says; what its name says where it says nothing. */
  readonly udi: Udi;
  readonly entityType: string;
  /** 32 lower-case hex digits, or the string id of a language. */
  readonly id: string;
  /** The entity type in words, e.g. "Document Type". */
  readonly kind: string;
  /** What a person calls it. */
  readonly name: string;
  readonly alias: string | null;
  /** What must be unique among items of its kind; null for kinds that have nothing of the sort. */
  readonly naturalKey: NaturalKey | null;
  /** The folder or item in which it lies. */
  readonly parent: Udi | null;
  readonly dependencies: readonly Dependency[];
  /** What else it points to, each once for each role; all together: `referencesOf`. */
  readonly links: readonly Reference[];
  /** Tabs and groups of a content, media or member type, as in the file. */
  readonly groups: readonly PropertyGroup[];
  /** Their properties, then those without a group. */
  readonly properties: readonly PropertyType[];
  /** Content, media and member types: whether pages have a version for each language. */
  readonly variesByCulture: boolean;
  /** ISO codes of languages that translations are for; a language's own code is its natural key. */
  readonly languages: readonly string[];
  /** Templates: the name of the view file below `Views/`. */
  readonly viewFile: string | null;
  /** `__version`: the version of the platform that wrote the file. */
  readonly writtenBy: string | null;
}

export interface Dependency {
  readonly udi: Udi;
  /** `exist`: it must be there; `match`: it must be the same as at the source. */
  readonly mode: 'exist' | 'match';
  /** It must be extracted before. */
  readonly ordering: boolean;
}

export type ReferenceRole =
  | 'dependency'
  | 'parent'
  | 'allowed-child'
  | 'composition'
  | 'allowed-template'
  | 'default-template'
  | 'master-template'
  | 'view-file'
  | 'data-type'
  | 'language'
  /** Anywhere else in the file, e.g. in the settings of a data type. */
  | 'mention';

export interface Reference {
  readonly udi: Udi;
  readonly role: ReferenceRole;
  /** Of which property the data type is: its alias. */
  readonly property?: string;
}

/** By which two items of a kind collide (umbraco.md, "Natural key"). */
export interface NaturalKey {
  readonly kind: 'Alias' | 'Name' | 'ItemKey' | 'IsoCode';
  readonly value: string;
  /** What is compared: the databases do not tell case apart. */
  readonly folded: string;
}

export interface PropertyGroup {
  /** The GUID where there is one, in lower case as the file spells it, else the alias. */
  readonly identity: string;
  readonly name: string;
  readonly alias: string | null;
  readonly kind: 'tab' | 'group';
}

export interface PropertyType {
  /** The GUID where there is one, in lower case as the file spells it, else the alias. */
  readonly identity: string;
  readonly alias: string;
  readonly name: string;
  readonly dataType: Udi | null;
  readonly mandatory: boolean;
  readonly variesByCulture: boolean;
  /** Identity of its group; null without one. */
  readonly group: string | null;
}

/** What is wrong with the file of an artifact. `udi` is what the name of the file says. */
export type ArtifactProblem = { readonly path: string; readonly udi: Udi } & (
  | {
      readonly code: 'invalid-json';
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }
  /** The bytes are no text in UTF-8. */
  | { readonly code: 'not-text' }
  | { readonly code: 'not-an-object' }
  | { readonly code: 'udi-missing' }
  /** The file says another address than its name. */
  | { readonly code: 'udi-mismatch'; readonly says: string }
);
