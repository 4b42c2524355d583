import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isError, systemCode } from '../errors';
import { writeStoreFile } from '../files/store-file';
import type { Repository } from '../git/repository/repository';
import { environmentShape, readEnvironmentFile, type EnvironmentData } from './environment-file';

/** How many versions of an environment are kept outside its clone (run.md, "What an environment is"). */
const keptVersions = 10;

const backupsFolder = (dataFolder: string): string => join(dataFolder, 'environments');
const backupPath = (dataFolder: string, id: string, generation: number): string =>
  join(backupsFolder(dataFolder), id, `${generation}.json`);

/**
 * Keeps a version outside the clone, and lets go of the oldest ones.
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`
 */
export function saveBackup(dataFolder: string, data: EnvironmentData): void {
  writeStoreFile(
    backupPath(dataFolder, data.id, data.generation),
    environmentShape(() => data),
    data,
  );
  for (const generation of generationsOf(dataFolder, data.id).slice(keptVersions))
    rmSync(backupPath(dataFolder, data.id, generation), { force: true });
}

export const hasBackup = (dataFolder: string, { id, generation }: EnvironmentData): boolean =>
  existsSync(backupPath(dataFolder, id, generation));

/** The highest generation that was ever kept, 0 when there is none. */
export const newestGeneration = (dataFolder: string, id: string): number =>
  generationsOf(dataFolder, id)[0] ?? 0;

/** Newest first. */
function generationsOf(dataFolder: string, id: string): number[] {
  return namesIn(join(backupsFolder(dataFolder), id))
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** The readable versions of one environment, newest first. */
export const listBackups = (dataFolder: string, id: string): EnvironmentData[] => [
  ...readBackups(dataFolder, id),
];

/** The newest version that can be read, or null. */
export function newestBackup(dataFolder: string, id: string): EnvironmentData | null {
  for (const data of readBackups(dataFolder, id)) return data;
  return null;
}

function* readBackups(dataFolder: string, id: string): Generator<EnvironmentData> {
  for (const generation of generationsOf(dataFolder, id)) {
    const data = readable(backupPath(dataFolder, id, generation));
    if (data?.id === id) yield data;
  }
}

/** A damaged version, or one of a newer Laneway, is passed over: there are nine others. */
function readable(path: string): EnvironmentData | null {
  try {
    const state = readEnvironmentFile(path);
    return state.kind === 'good' ? state.content : null;
  } catch (cause) {
    if (isError(cause, 'store-too-new')) return null;
    throw cause;
  }
}

/**
 * Versions of environments that were last in this very clone and branch: what can be offered when a folder comes
 * back without its own data. Latest first, all versions that are kept.
 */
export function findBackups(
  repository: Pick<Repository, 'commonDir'>,
  branch: string,
  dataFolder: string,
): EnvironmentData[] {
  return namesIn(backupsFolder(dataFolder))
    .flatMap((id) => {
      const newest = newestBackup(dataFolder, id);
      const fits = newest?.commonDir === repository.commonDir && newest.branch === branch;
      return fits ? listBackups(dataFolder, id) : [];
    })
    .sort((a, b) => b.savedAt - a.savedAt || b.generation - a.generation);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw cause;
  }
}
