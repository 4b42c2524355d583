import { rmSync } from 'node:fs';
import type { EnvironmentHome } from '../environments/identity';
import { asideFolderOf } from './bring-files';
import type { Journal } from './journal';
import { unpinRun } from './safety-refs';

/** Takes away what a run that never happened left in a clone: its pins, and the files that lay ready. */
export function takeBack({ repository, folder }: EnvironmentHome, run: string, journal: Journal): void {
  unpinRun(repository, run, (lock) => journal.append({ step: 'lock', lock }));
  rmSync(asideFolderOf(folder, run), { recursive: true, force: true });
}
