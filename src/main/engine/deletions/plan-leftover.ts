import type { Leftover } from '../../../shared/domain/deletion';
import { knowsContent } from '../databases/ask-database';
import type { EnvironmentDatabase } from '../databases/database';
import type { Role } from '../../../shared/domain/project';
import { seenOf } from './seen';
import { contentImpact, countTouched, unknownImpact, whatGoes } from './what-goes';

/**
 * What stays of an item in an environment's database when its file goes there (umbraco.md, "Deletions: what a
 * deployment carries"): nothing is deleted in a database without a decision. Pure.
 */
export function leftoverOf(udi: string, database: EnvironmentDatabase, role: Role): Leftover {
  if (!database.known)
    return {
      entry: 'unknown',
      act: 'none',
      content: unknownImpact,
      seen: { row: null, content: null },
      confirm: role === 'production',
      blocking: [],
    };
  const goes = whatGoes(udi, database);
  return {
    entry: goes.row ? 'stays' : 'none',
    act: !goes.row ? 'none' : database.kind === 'site' ? 'to-do' : 'delete',
    content: knowsContent(database) ? contentImpact(goes) : unknownImpact,
    seen: seenOf(goes),
    confirm: role === 'production' || countTouched(goes) > 0,
    blocking: goes.blocking.map(({ udi: by, name }) => ({ udi: by, name })),
  };
}
