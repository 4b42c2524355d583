import type { TreeEntry } from '../model';

/**
 * A file that somebody wrote or deleted between the last look and its turn: neither what it was nor what it becomes.
 */
export interface LateEdit {
  readonly path: string;
  readonly from: TreeEntry | undefined;
  readonly to: TreeEntry | undefined;
  /** What git would store of it; null when it cannot be merged: deleted, a link, unreadable, or no file. */
  readonly late: { readonly bytes: Buffer; readonly mode: number } | null;
  /** Where the late file itself is kept; null where there is none, because it was deleted. */
  readonly savedAs: string | null;
}

/** What to write instead of the predicted content (as git stores it), or to write the predicted. */
export type LateVerdict = { readonly content: Buffer; readonly mode: number } | 'predicted';
