import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Repository } from './repository';

/** Hooks that native git would run for what Laneway does: committing, merging, moving a branch, writing files. */
const relevant = new Set([
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-merge-commit',
  'post-merge',
  'post-checkout',
  'reference-transaction',
  'pre-push',
]);

/** Names of the hooks of a clone that exist and would run. They are never run by us; a plan says so. */
export function activeHooks(repository: Repository): string[] {
  const configured = repository.config().get('core.hookspath');
  const folder = configured ? resolve(repository.folder, configured) : join(repository.commonDir, 'hooks');
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // no such folder: no hooks
  }
  return names.filter((name) => relevant.has(name) && isExecutable(join(folder, name))).sort();
}

function isExecutable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return (
    stats !== undefined && stats.isFile() && (process.platform === 'win32' || (stats.mode & 0o111) !== 0)
  );
}
