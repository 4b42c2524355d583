import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemRow } from '../../../shared/domain/database';
import type { EnvironmentHome } from '../environments/identity';
import { systemCode } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import type { ObjectId } from '../git/model';

/** What a run did to the rows of an environment, so that exactly that can be taken back. */
export interface RunRows {
  readonly format: 1;
  readonly run: string;
  /** Commits that the database held before and after. */
  readonly from: ObjectId | null;
  readonly to: ObjectId;
  /** Rows that the run changed, as they were. */
  readonly before: readonly ItemRow[];
  /** Udis of rows that it added. */
  readonly created: readonly string[];
  /** Udi -> hash of every row it wrote: a row with another hash was changed since. */
  readonly after: Readonly<Record<string, string>>;
}

/** As many as runs are pinned (deploy/safety-refs.ts). */
const keptRuns = 100;

const folderOf = (home: Pick<EnvironmentHome, 'folder'>): string => join(home.folder, 'rows');
const pathOf = (home: Pick<EnvironmentHome, 'folder'>, run: string): string =>
  join(folderOf(home), `${run}.json`);

/** Written before the rows themselves; ids of runs sort by time. @throws EngineError `disk-full`, `not-permitted` */
export function writeRunRows(home: Pick<EnvironmentHome, 'folder'>, rows: RunRows): void {
  writeFileAtomic(pathOf(home, rows.run), `${JSON.stringify(rows, null, 1)}\n`);
  const old = readdirSync(folderOf(home))
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .slice(0, -keptRuns);
  for (const name of old) rmSync(join(folderOf(home), name), { force: true });
}

/** What a run did to the rows; null where it changed none, or that is too long ago. */
export function readRunRows(home: Pick<EnvironmentHome, 'folder'>, run: string): RunRows | null {
  if (!/^[\w-]+$/.test(run) || !existsSync(pathOf(home, run))) return null;
  try {
    const rows = JSON.parse(readFileSync(pathOf(home, run), 'utf8')) as RunRows;
    return rows.format === 1 && Array.isArray(rows.before) ? rows : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}
