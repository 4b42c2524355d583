import { git } from '../../../fixtures/git-oracle';
import type { RandomMerge } from './random-merges';

const atOnce = 400;

/**
 * The merge bases that git finds for each pair, sorted. `git merge-base --all` takes one pair; `git rev-parse a...b`
 * says the two and then, each with a caret, all of their merge bases, for as many as are asked.
 */
export function basesNatively(folder: string, merges: readonly RandomMerge[]): string[][] {
  const found: string[][] = [];
  for (let at = 0; at < merges.length; at += atOnce) {
    const asked = merges.slice(at, at + atOnce).map(({ ours, theirs }) => `${ours}...${theirs}`);
    const lines = git(folder, 'rev-parse', ...asked).split('\n');
    for (let i = 0; i < lines.length;) {
      const bases: string[] = [];
      for (i += 2; lines[i]?.startsWith('^'); i++) bases.push(lines[i]?.slice(1) ?? '');
      found.push(bases.sort());
    }
  }
  return found;
}
