import type { Repository } from '../repository/repository';

/** What ref functions need of a clone. */
export type RefPlace = Pick<Repository, 'gitDir' | 'commonDir'>;

/**
 * The folder a ref is kept in. A linked folder has its own HEAD, bisect and rebase refs; all others are shared.
 * @see https://git-scm.com/docs/git-worktree "Refs"
 */
export function refFolder(place: RefPlace, name: string): string {
  const own = !name.startsWith('refs/') || /^refs\/(bisect|worktree|rewritten)\//.test(name);
  return own ? place.gitDir : place.commonDir;
}
