import type { ErrorAnswer } from '../contract/errors';
import type { ProfileName, Role } from './project';

/** What a folder would be as an environment. */
export interface Candidate {
  readonly path: string;
  readonly name: string;
  readonly role: Role;
  readonly branch: string;
  readonly profile: ProfileName;
  /** Why this name, role and place were proposed, in words. */
  readonly reason: string;
  /** Why it cannot be used as it is. */
  readonly problem: ErrorAnswer | null;
}

/** Lanes proposed from folders, left to right; those with a problem last. */
export interface Proposal {
  readonly projectName: string;
  readonly candidates: readonly Candidate[];
}

export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string; readonly isClone: boolean }[];
}

/** Before and after of one changed file, for reading. Secrets are hidden. */
export interface ChangeDetail {
  readonly path: string;
  /** What changed in an item, in words; null where the file is no item that can be read. */
  readonly properties: readonly PropertyChange[] | null;
  readonly kind: 'text' | 'picture' | 'binary' | 'too-large';
  readonly hunks: readonly TextHunk[];
  /** Data URLs, pictures only; null where the side does not exist. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sizeBefore: number | null;
  readonly sizeAfter: number | null;
}

/** One thing about an item that is not as it was. */
export interface PropertyChange {
  /** What it is about, e.g. `Property "Body" (body): data type`. */
  readonly about: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Null where there was nothing, or is nothing. */
  readonly was: string | null;
  readonly is: string | null;
}

export interface TextHunk {
  readonly beforeLine: number;
  readonly afterLine: number;
  readonly lines: readonly { readonly kind: 'same' | 'gone' | 'new'; readonly text: string }[];
}
