import { fileLooksSame } from '../../../../src/main/engine/git/index/file-looks-same';
import { isRacy } from '../../../../src/main/engine/git/index/racy';
import { modeAt, type Index } from '../../../../src/main/engine/git/index/read-index';
import { FileMode } from '../../../../src/main/engine/git/model';
import { encodePath } from '../../../../src/main/engine/git/path-codec';
import type { Status, StatusEntry } from '../../../../src/main/engine/git/status/status';
import { tryGit } from '../../../fixtures/git-oracle';
import { madeUpId } from '../../../fixtures/object-format';

const letters = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  type: 'T',
} as const;

const nothing = `000000 ${madeUpId('0')}`;
const sixDigits = (mode: number): string => mode.toString(8).padStart(6, '0');

/** Our status as `git status --porcelain=v2` says it, but for the state of submodules; one char per byte. */
export function inGitsWords(status: Status): string[] {
  const lines: string[] = [];
  for (const entry of status.entries) {
    const path = encodePath(entry.path).toString('latin1');
    const { staged, work } = entry;
    if (entry.unmerged) {
      lines.push(`u ${path}`);
      continue;
    }
    const untracked = work === 'untracked' || work === 'nested-repository';
    const right = work === null || untracked ? '.' : letters[work];
    if (staged || right !== '.')
      lines.push(`${staged ? letters[staged] : '.'}${right} ${facts(entry)} ${path}`);
    if (untracked) lines.push(`? ${path}`);
  }
  return lines.sort();
}

/** Modes of commit, index and working tree; ids of commit and index. Of the commit only what differs from the index. */
function facts({ head, index, mode, work, staged }: StatusEntry): string {
  const [headMode, headId] = (head ? `${sixDigits(head.mode)} ${head.id}` : nothing).split(' ');
  const gone = index === null || work === 'added' || staged === 'deleted';
  const [indexMode, indexId] = (gone ? nothing : `${sixDigits(index.mode)} ${index.id}`).split(' ');
  const untracked = work === 'untracked' || work === 'nested-repository';
  const now = work === null || untracked ? indexMode : sixDigits(mode ?? 0);
  return [...(staged ? [headMode] : []), indexMode, now, ...(staged ? [headId] : []), indexId].join(' ');
}

/**
 * What native git says, in the same words, where it depends on nothing but commit, index and files:
 * - Work inside of submodules is not asked for.
 * - A file that differs in its line ends only, which git stores alike, is no change: `git status` shows one as soon as
 *   its size is another, and `git diff` does not.
 * - A file that was not touched since it was staged is no change, even if attributes or settings that came later would
 *   store it otherwise: git looks at it again only within the second of the index.
 */
export function gitsWords(
  folder: string,
  environment: Readonly<Record<string, string>>,
  index: Index,
): string[] {
  const ask = (...args: readonly string[]): string[] => {
    const { status, stdout, stderr } = tryGit(folder, args, undefined, environment);
    if (status !== 0) throw new Error(stderr);
    return stdout.toString('latin1').split('\0').filter(Boolean);
  };
  const options = ['-z', '--no-renames', '--ignore-submodules=dirty'];
  const isUntouched = (i: number): boolean =>
    modeAt(index, i) !== FileMode.submodule && !isRacy(index, i) && fileLooksSame(folder, index, i);
  const untouched = index.paths.filter((_, i) => isUntouched(i));
  const lines = ask('status', '--porcelain=v2', '--untracked-files=all', ...options);
  const differing = new Set(ask('diff', '--name-only', ...options));
  for (const path of untouched) differing.delete(encodePath(path).toString('latin1'));
  return lines.flatMap((line) => inOurWords(line, differing)).sort();
}

function inOurWords(line: string, differing: ReadonlySet<string>): string[] {
  const [kind, xy = '', , headMode, indexMode, now, headId, indexId, ...name] = line.split(' ');
  if (kind === 'u') return [`u ${line.split(' ').slice(10).join(' ')}`];
  if (kind !== '1') return [line];
  const path = name.join(' ');
  const states = xy.endsWith('M') && indexMode === now && !differing.has(path) ? `${xy.slice(0, 1)}.` : xy;
  if (states === '..') return [];
  const staged = !states.startsWith('.');
  const words = [states, staged && headMode, indexMode, now, staged && headId, indexId, path];
  return [words.filter((word) => word !== false).join(' ')];
}
