import type { ObjectId } from '../git/model';

/** The commits of a run. None of them is on a branch yet. */
export interface RunCommits {
  /** What the source is: its head, or the automatic commit of its unsaved work. */
  readonly source: ObjectId;
  readonly target: ObjectId;
  readonly result: ObjectId;
}
