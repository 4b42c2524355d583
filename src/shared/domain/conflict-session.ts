import type { ConflictItem } from './conflict';
import type { Finding } from './plan';
import type { PlanKind } from './plan-kind';
import type { ChangeDetail } from './proposal';
import type { RunEnd } from './run';

/** A decision that does not apply: since it was made, somebody changed that thing again. */
export interface OutdatedDecision {
  readonly path: string;
  readonly who: string;
  readonly at: number;
}

/** Everything that both sides of a plan changed, and what was decided of it so far. Nothing of it has moved. */
export interface ConflictSession {
  /** Hex digits; the same in every app. */
  readonly id: string;
  readonly kind: PlanKind;
  readonly from: RunEnd;
  readonly to: RunEnd;
  /** When the first thing was decided, milliseconds since 1970; null where nothing is yet. */
  readonly openedAt: number | null;
  /** By path. */
  readonly items: readonly ConflictItem[];
  /** How many are open. */
  readonly open: number;
  readonly outdated: readonly OutdatedDecision[];
  /** What stands in the way of the result, and what is worth knowing of it, as far as it is decided. */
  readonly findings: readonly Finding[];
}

/** What each side did to one thing, told against what it was before. */
export interface ConflictDetail {
  readonly key: string;
  readonly from: ChangeDetail;
  readonly to: ChangeDetail;
  /** To begin with when it is written anew; null where it cannot be. */
  readonly text: string | null;
}
