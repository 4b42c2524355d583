import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isError, systemCode } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { parseStoreText } from '../files/store-file';
import { databaseShape, type DatabaseDocument } from './embedded-file';

/** How many versions of a database are kept outside its clone (run.md, "What an environment is"). */
const keptVersions = 10;

const folderOf = (dataFolder: string, id: string): string => join(dataFolder, 'databases', id);
const pathOf = (dataFolder: string, id: string, generation: number): string =>
  join(folderOf(dataFolder, id), `${generation}.json.gz`);

/** Keeps a version (the text of its document), and lets go of the oldest ones. @throws EngineError `disk-full`, `not-permitted`, `read-only-folder` */
export function saveDatabaseBackup(dataFolder: string, id: string, generation: number, text: string): void {
  writeFileAtomic(pathOf(dataFolder, id, generation), gzipSync(text, { level: 1 }));
  for (const old of generationsOf(dataFolder, id).slice(keptVersions))
    rmSync(pathOf(dataFolder, id, old), { force: true });
}

/** The highest generation that was ever kept, 0 when there is none. */
export const newestDatabaseGeneration = (dataFolder: string, id: string): number =>
  generationsOf(dataFolder, id)[0] ?? 0;

/** The newest version that can be read, or null. */
export function newestDatabaseBackup(dataFolder: string, id: string): DatabaseDocument | null {
  for (const generation of generationsOf(dataFolder, id)) {
    const document = readable(pathOf(dataFolder, id, generation));
    if (document) return document;
  }
  return null;
}

/** A damaged version, or one of a newer Laneway, is passed over: there are nine others. */
function readable(path: string): DatabaseDocument | null {
  try {
    const state = parseStoreText(path, gunzipSync(readFileSync(path)), databaseShape);
    return state.kind === 'good' ? state.content : null;
  } catch (cause) {
    if (isError(cause, 'store-too-new') || systemCode(cause) !== undefined) return null; // zlib's codes, too
    throw cause;
  }
}

/** Newest first. */
function generationsOf(dataFolder: string, id: string): number[] {
  return namesIn(folderOf(dataFolder, id))
    .flatMap((name) => /^(\d+)\.json\.gz$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}
