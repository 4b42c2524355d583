import type { TreeEntry } from '../model';

/** A file that somebody wrote between the last look and its turn: neither what it was nor what it becomes. */
export interface LateEdit {
  readonly path: string;
  readonly from: TreeEntry | undefined;
  readonly to: TreeEntry | undefined;
  /** Its content as git would store it; null when it cannot be merged: a link, unreadable, or no file. */
  readonly bytes: Buffer | null;
  /** Where the late file itself is kept. */
  readonly savedAs: string;
}

/** What to write instead of the predicted content (as git stores it), or to write the predicted. */
export type LateVerdict = { readonly content: Buffer; readonly mode: number } | 'predicted';
