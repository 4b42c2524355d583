import type { ExtractionSummary } from '../domain/database';
import { list, plural } from './format';

/** "The database of Staging has all 40 items. 1 is new, 2 were brought up to date." */
export function extractionSentence(
  { added, changed, withoutFile, items }: ExtractionSummary,
  name: string,
): string {
  const parts = [
    added ? `${plural(added, 'is', 'are')} new` : '',
    changed ? `${plural(changed, 'was', 'were')} brought up to date` : '',
    withoutFile ? `${plural(withoutFile, 'stays', 'stay')} without file` : '',
  ].filter((part) => part !== '');
  const what = parts.length > 0 ? `${list(parts)}.` : 'Nothing had to be changed.';
  return `The database of ${name} has ${plural(items, 'item', 'items')}. ${what}`;
}
