import type { Keep } from '../../../shared/domain/conflict';

/** What somebody decided for one conflict. */
export type Choice =
  | { readonly keep: Keep }
  /** Base64 of the bytes that the file gets. */
  | { readonly edited: string }
  /** Part by part, by the parts' ids; what is missing is open. */
  | { readonly parts: Readonly<Record<string, Keep>> };

export interface Decision {
  /** {@link conflictKey} of what was decided. */
  readonly key: string;
  /** For people who look for a decision that does not apply any more. */
  readonly path: string;
  readonly choice: Choice;
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Decisions by key. */
export type Decisions = ReadonlyMap<string, Decision>;

export const noDecisions: Decisions = new Map();
