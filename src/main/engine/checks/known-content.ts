import type { ContentUse } from '../../../shared/domain/database';
import type { EnvironmentDatabase } from '../databases/database';

/**
 * An embedded database has the pages that somebody told it of. While it has none at all, nobody did: that is not the
 * same as no pages, and nothing may be said to be safe by it.
 */
export const knowsNoContent = (database: EnvironmentDatabase): boolean =>
  database.known && database.kind === 'embedded' && database.content.size === 0;

export const notRecorded: ContentUse = { known: false, why: 'not-recorded' };
