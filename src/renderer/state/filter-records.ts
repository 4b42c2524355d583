import type { ActivitySummary } from '../../shared/domain/run';
import { outcomeTone, outcomeWord, runSentence } from '../../shared/text/run-words';

export type Ending = 'any' | 'good' | 'stopped';

/** Pure: the records that a filter and a search leave. */
export function filterRecords(
  records: readonly ActivitySummary[],
  environmentId: string,
  ending: Ending,
  search: string,
): readonly ActivitySummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    if (environmentId && ![record.from.environmentId, record.to.environmentId].includes(environmentId))
      return false;
    if (ending !== 'any' && (outcomeTone(record.outcome) === 'good') !== (ending === 'good')) return false;
    const text = [outcomeWord(record), runSentence(record), record.who, record.message, record.id]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
