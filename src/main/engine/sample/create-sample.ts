import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NewEnvironment } from '../../../shared/contract/command-inputs';
import { fail, fromSystem, systemCode } from '../errors';
import type { GitEnvironment } from '../git/repository/config-files';
import { applySteps, emptyState, extraPages, signatureOf } from './sample-history';
import type { SampleState } from './sample-history';
import { sampleName } from './sample-site';
import { campaignSteps, devEdits, devSteps, liveSteps, sharedSteps, stagingSteps } from './sample-steps';
import { editFiles, writeClone } from './write-clone';

export interface SampleOptions {
  /** Milliseconds since 1970; the history lies in the weeks before. */
  readonly now: number;
  /** The variables that decide where git's configuration is. */
  readonly environment?: GitEnvironment;
  /** Pages to fill the site up with, for measuring. */
  readonly extraFiles?: number;
}

/** What a project of the sample is made from. */
export interface Sample {
  readonly name: string;
  /** Left to right. */
  readonly environments: readonly (NewEnvironment & { readonly branch: string })[];
}

const minute = 60_000;
const day = 24 * 60 * minute;
const branch = 'main';

/**
 * Makes the sample site: four full clones in a new folder, without native git. Dev is ahead of Staging and has work
 * that is not committed, Staging is ahead of Live, Live has a repair that the others lack, and Campaign, a flexible
 * environment on Dev, has a change of its own and one that does not go together with what Dev has.
 * @param folder absolute; it is not there yet, or empty.
 * @throws EngineError `target-not-empty`, `disk-full`, `not-permitted`, `read-only-folder`; nothing is left then.
 */
export function createSample(
  folder: string,
  { now, environment = {}, extraFiles = 0 }: SampleOptions,
): Sample {
  const made = prepareFolder(resolve(folder));
  try {
    const steps = sharedSteps.map((step, i) =>
      i === 0 ? { ...step, files: { ...step.files, ...extraPages(extraFiles) } } : step,
    );
    const shared = applySteps(emptyState, steps, daysBefore(now, [38, 33, 29, 24, 18]));
    const live = applySteps(shared, liveSteps, daysBefore(now, [3]));
    const staging = applySteps(shared, stagingSteps, daysBefore(now, [9, 8]));
    const dev = applySteps(staging, devSteps, daysBefore(now, [6, 5, 4, 2, 1]));
    const campaign = applySteps(staging, campaignSteps, daysBefore(now, [7, 2]));
    const top = realpathSync(folder);
    const lane = (
      name: string,
      role: NewEnvironment['role'],
      state: SampleState,
    ): Sample['environments'][number] => {
      const path = join(top, name.toLowerCase());
      writeClone({ folder: path, branch, state, environment, who: signatureOf('Ana', now) });
      return { name, role, path, branch };
    };
    const environments = [
      lane('Dev', 'development', dev),
      lane('Staging', 'staging', staging),
      lane('Live', 'production', live),
      { ...lane('Campaign', 'flexible', campaign), attachedTo: 'Dev' },
    ];
    editFiles(join(top, 'dev'), devEdits, now - 25 * minute);
    return { name: sampleName, environments };
  } catch (cause) {
    clear(resolve(folder), made);
    throw cause;
  }
}

/** At most as many times as steps; within office hours of that day, as far as the time of day of `now` allows. */
const daysBefore = (now: number, days: readonly number[]): readonly number[] =>
  days.map((count) => now - count * day + ((count * 37) % 90) * minute);

/** @returns whether it had to be made. */
function prepareFolder(folder: string): boolean {
  try {
    if (existsSync(folder)) {
      if (readdirSync(folder).length > 0) fail('target-not-empty', { path: folder });
      return false;
    }
    mkdirSync(folder, { recursive: true });
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'ENOTDIR') fail('target-not-empty', { path: folder });
    throw fromSystem(cause, folder);
  }
}

function clear(folder: string, made: boolean): void {
  const leftovers = made
    ? [folder]
    : ['dev', 'staging', 'live', 'campaign'].map((name) => join(folder, name));
  for (const path of leftovers) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
