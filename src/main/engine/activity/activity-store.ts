import { appendFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countChanges } from '../../../shared/domain/change';
import type { ActivityRecord, ActivitySummary } from '../../../shared/domain/run';
import { fail, systemCode } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { makeFolder } from '../files/make-folder';

/**
 * Records of runs, one JSON file each in the target environment's own folder (so that every app on the same clone
 * sees them), the complete log beside it. Append-only: a record is written once, by the run or by its recovery.
 */
const folderOf = (homeFolder: string): string => join(homeFolder, 'activity');

/** The log grows while the run goes on, so that it is complete after a crash too. */
export function appendLog(homeFolder: string, run: string, lines: readonly string[]): void {
  makeFolder(folderOf(homeFolder));
  appendFileSync(join(folderOf(homeFolder), `${run}.log`), lines.map((line) => `${line}\n`).join(''));
}

/** @throws EngineError `disk-full`, `not-permitted` */
export function writeRecord(homeFolder: string, record: ActivityRecord): void {
  writeFileAtomic(join(folderOf(homeFolder), `${record.id}.json`), `${JSON.stringify(record, null, 1)}\n`);
}

export const hasRecord = (homeFolder: string, run: string): boolean =>
  existsSync(join(folderOf(homeFolder), `${run}.json`));

export interface RecordedActivity {
  readonly records: readonly ActivitySummary[];
  /** Files that could not be read; they do not hide the others. */
  readonly damaged: readonly string[];
}

const cache = new Map<string, { readonly stamp: string; readonly summary: ActivitySummary }>();

/** All records of one environment, latest first. A file is read once and again only when it changed. */
export function listRecords(homeFolder: string): RecordedActivity {
  const folder = folderOf(homeFolder);
  const records: ActivitySummary[] = [];
  const damaged: string[] = [];
  for (const name of namesIn(folder)) {
    if (!name.endsWith('.json') || name.startsWith('.')) continue;
    const path = join(folder, name);
    try {
      records.push(summaryAt(path));
    } catch {
      damaged.push(path);
    }
  }
  return { records: records.sort(latestFirst), damaged };
}

export const latestFirst = (a: ActivitySummary, b: ActivitySummary): number =>
  b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);

/** One record with its log. @throws EngineError `activity-not-found`, `activity-damaged` */
export function readRecord(
  homeFolder: string,
  id: string,
): { record: ActivityRecord; log: readonly string[] } {
  const path = join(folderOf(homeFolder), `${id}.json`);
  if (!/^[\w-]+$/.test(id) || !existsSync(path)) fail('activity-not-found', { id });
  return { record: parse(path), log: readLog(homeFolder, id) };
}

function readLog(homeFolder: string, id: string): readonly string[] {
  const path = join(folderOf(homeFolder), `${id}.log`);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

/** A record without its long parts. */
export function summarize(record: ActivityRecord): ActivitySummary {
  const {
    changes,
    comesBack: _back,
    removals: _gone,
    findings: _found,
    acknowledged: _yes,
    deletions: _deletions,
    phases: _phases,
    commits: _commits,
    ...rest
  } = record;
  return { ...rest, changeCount: countChanges(changes), milliseconds: record.finishedAt - record.startedAt };
}

function summaryAt(path: string): ActivitySummary {
  const { mtimeMs, size, ino } = statSync(path);
  const stamp = `${mtimeMs} ${size} ${ino}`;
  const known = cache.get(path);
  if (known?.stamp === stamp) return known.summary;
  const summary = summarize(parse(path));
  cache.set(path, { stamp, summary });
  return summary;
}

function parse(path: string): ActivityRecord {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as ActivityRecord;
    if (record.format !== 1 || typeof record.id !== 'string' || !Array.isArray(record.changes))
      throw new Error('shape');
    return record;
  } catch (cause) {
    return fail('activity-damaged', { path }, cause);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}
