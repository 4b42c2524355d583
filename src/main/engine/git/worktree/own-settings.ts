import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../files/atomic-write';
import { encodePath } from '../path-codec';
import { readConfigFile } from '../repository/load-config';
import type { ConfigEntry } from '../repository/parse-config';
import type { Repository } from '../repository/repository';

/**
 * Gives a new linked folder what the one it is made from has for itself: the patterns of a sparse checkout, and its
 * own settings but for those that say where its files are.
 * @param gitDir of the new folder
 * @see https://git-scm.com/docs/git-worktree "CONFIGURATION FILE"; builtin/worktree.c of git
 */
export function copyOwnSettings(from: Pick<Repository, 'gitDir' | 'config'>, gitDir: string): void {
  const config = from.config();
  const patterns = join(from.gitDir, 'info/sparse-checkout');
  if (config.getBool('core.sparsecheckout') === true && existsSync(patterns)) {
    mkdirSync(join(gitDir, 'info'), { recursive: true });
    copyFileSync(patterns, join(gitDir, 'info/sparse-checkout'));
  }
  if (config.getBool('extensions.worktreeconfig') !== true) return;
  const entries = readConfigFile(join(from.gitDir, 'config.worktree')).filter(({ key }) => !isPlace(key));
  if (entries.length > 0) writeFileAtomic(join(gitDir, 'config.worktree'), encodePath(configText(entries)));
}

const isPlace = (key: string): boolean => key === 'core.bare' || key === 'core.worktree';

/** The text of a configuration file with these entries, each under its own header. */
function configText(entries: readonly ConfigEntry[]): string {
  return entries
    .map(({ key, value }) => {
      const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
      const subsection = first === last ? '' : ` "${key.slice(first + 1, last).replace(/[\\"]/g, '\\$&')}"`;
      const header = first === 0 ? '' : `[${key.slice(0, first)}${subsection}]\n`;
      return `${header}\t${key.slice(last + 1)}${value === null ? '' : ` = "${escaped(value)}"`}\n`;
    })
    .join('');
}

const escaped = (value: string): string =>
  value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\b', '\\b');
