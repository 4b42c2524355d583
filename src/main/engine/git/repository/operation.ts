import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository';

export type Operation = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | 'am';

/** The first one that is there counts: a rebase that stopped at a pick has both, and is a rebase. */
const signs: readonly (readonly [string, Operation])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

/** What another program began in this working tree and has not finished, by the files git keeps meanwhile. */
export function unfinishedOperation(repository: Pick<Repository, 'gitDir'>): Operation | null {
  return signs.find(([file]) => existsSync(join(repository.gitDir, file)))?.[1] ?? null;
}
