import type { SiteIndex } from '../artifacts/site-index';
import type { EnvironmentDatabase } from '../databases/database';
import type { ItemHistory } from '../deletions/item-history';
import type { ObjectId, ObjectReader } from '../git/model';

/** One side of a plan as the checks of a site see it. Everything was read already; functions only put it together. */
export interface CheckSide {
  readonly environmentId: string;
  readonly name: string;
  readonly head: ObjectId;
  /** Of the snapshot: with work that is not committed yet. */
  readonly tree: ObjectId;
  readonly index: SiteIndex;
  /** The items of the head, without what is not committed. */
  readonly headIndex: SiteIndex;
  readonly database: EnvironmentDatabase;
  /** Every item this side ever had. */
  history(): ItemHistory;
}

export interface CheckInput {
  readonly store: ObjectReader;
  readonly from: CheckSide;
  readonly to: CheckSide;
  /** The items of the result. */
  readonly result: SiteIndex;
  readonly resultTree: ObjectId;
  /** Whether the result is brought to `from` as well. */
  readonly movesSource: boolean;
}
