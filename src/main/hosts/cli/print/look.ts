import type { Paint } from '../layout';

/** What printing needs to know besides the thing itself. */
export interface Look {
  /** Milliseconds since 1970, for "today" and "yesterday". */
  readonly now: number;
  readonly paint: Paint;
}
