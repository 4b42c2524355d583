import { tryGit } from '../../../fixtures/git-oracle';
import type { RandomMerge } from './random-merges';

export interface NativeMerge {
  readonly clean: boolean;
  readonly tree: string;
  /** Names as git prints them, as Latin-1. */
  readonly conflicted: readonly string[];
  /** What git says of it: "CONFLICT (contents)", "Auto-merging", ... */
  readonly messages: readonly string[];
}

/**
 * What `git merge-tree` makes of all of them, mostly in one process. null where git itself fails: some combinations of
 * renames and folders trip over its own assertions.
 */
export function mergeNatively(folder: string, merges: readonly RandomMerge[]): (NativeMerge | null)[] {
  const done: (NativeMerge | null)[] = [];
  while (done.length < merges.length) {
    const { results, complete } = run(folder, merges.slice(done.length));
    done.push(...results);
    if (!complete) done.push(null);
  }
  return done;
}

const options = ['--write-tree', '--stdin', '--messages', '--name-only', '--allow-unrelated-histories'];

function run(folder: string, merges: readonly RandomMerge[]): { results: NativeMerge[]; complete: boolean } {
  const input = merges.map(({ ours, theirs }) => `${ours} ${theirs}\n`).join('');
  const words = tryGit(folder, ['merge-tree', ...options], input)
    .stdout.toString('latin1')
    .split('\0');
  let at = 0;
  const next = (): string => words[at++] ?? '';
  const upToEmpty = (): string[] => {
    const list: string[] = [];
    for (let word = next(); word !== ''; word = next()) list.push(word);
    return list;
  };
  const results: NativeMerge[] = [];
  while (words[at]) {
    const clean = next() === '1';
    const [tree = '', ...conflicted] = upToEmpty();
    const messages: string[] = [];
    for (let count = next(); count !== ''; count = next()) {
      at += Number(count);
      messages.push(next());
      at++;
    }
    results.push({ clean, tree, conflicted, messages });
  }
  return { results, complete: results.length === merges.length };
}
