import { listChanges, type LineChange } from './changed-lines';
import { compactChanges } from './compact-changes';
import { histogramDiff } from './diff-histogram';

/**
 * The changes that lead from one text to another, as git's merge sees them: histogram diff, then groups moved to where
 * people expect them.
 * @param idCount all line numbers are below it
 * @param allowedSteps bounds the work at the price of a result that may not be git's; only for showing
 */
export function diffLines(
  a: Uint32Array,
  b: Uint32Array,
  idCount: number,
  allowedSteps?: number,
): LineChange[] {
  const changed = histogramDiff(a, b, idCount, allowedSteps);
  compactChanges(a, b, changed);
  return listChanges(changed);
}
