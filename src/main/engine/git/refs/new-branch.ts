import { fail } from '../../errors';
import { listRefNames } from './list-refs';
import { isRefName } from './ref-name';
import type { RefPlace } from './ref-place';

/** Names of branches that git's own commands would take for something else. */
const misleading = /^(?:-.*|HEAD|@)$/;

const fold = (part: string): string => part.normalize('NFC').toLowerCase();

/**
 * Whether a branch of that name can be made. Names that differ from another only in upper and lower case are refused
 * everywhere: they are one file on Windows and macOS, where a colleague may have the same site.
 * @param branch without refs/heads/
 * @throws EngineError `ref-invalid`, `branch-exists`, `ref-in-the-way`
 * @see https://git-scm.com/docs/git-check-ref-format "--branch"
 */
export function checkNewBranch(place: RefPlace & { readonly folder: string }, branch: string): void {
  const ref = `refs/heads/${branch}`;
  if (!isRefName(ref) || misleading.test(branch)) fail('ref-invalid', { ref: branch });
  for (const name of listRefNames(place, 'refs/heads')) {
    const other = name.slice('refs/heads/'.length);
    if (other === branch) fail('branch-exists', { branch, path: place.folder });
    if (exclude(branch.split('/'), other.split('/'))) fail('ref-in-the-way', { ref: branch, other });
  }
}

/** Whether one is in the folder that the other is the file of, or they share a folder by different spellings. */
function exclude(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [one = '', two = ''] = [a[i], b[i]];
    if (one !== two) return fold(one) === fold(two);
  }
  return true;
}
