import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ActivityRecord, RunEnd } from '../../../shared/domain/run';
import type { PlanKind } from '../../../shared/domain/plan-kind';
import { systemCode } from '../errors';
import { fsyncFolder, writeAll } from '../files/atomic-write';
import { makeFolder } from '../files/make-folder';
import type { RecordedLock } from '../git/locks/recorded-lock';
import type { ObjectId } from '../git/model';
import type { Upstream } from '../git/remote/upstream';

/** One environment of a run, with all that is needed to finish without the app that started it. */
export interface JournalEnd extends RunEnd {
  /** Id of the environment's own folder in its clone. */
  readonly homeId: string;
  /** Working folder and branch (refs/heads/...) at the time of the run. */
  readonly folder: string;
  readonly branch: string;
  /** Head before the run. */
  readonly head: ObjectId;
  /** Commit of the snapshot: the head itself, or the automatic commit on top of it. */
  readonly snapshot: ObjectId;
}

/** What a run will do, written before it touches anything. */
export interface JournalHeader {
  readonly format: 1;
  readonly run: string;
  readonly kind: PlanKind;
  readonly from: JournalEnd;
  readonly to: JournalEnd;
  /** Whether `from` is brought to the result as well (a deployment), or only read (a merge back). */
  readonly movesSource: boolean;
  readonly result: ObjectId;
  /** Whether the site may have named items, and so databases that follow. */
  readonly hasItems?: boolean;
  /** Where the run is decided when the target is sent to a server: its branch, and what that has to be now. */
  readonly server?: JournalServer;
  /** The record as it will be written, but for what is known only at the end. */
  readonly record: ActivityRecord;
}

export interface JournalServer {
  readonly upstream: Upstream;
  readonly expected: ObjectId | null;
}

/**
 * The lines of a journal. Each is fsynced before the act that it announces; recovery asks the branch of the
 * target what really happened, so a line says only that the act may have begun.
 */
export type JournalLine =
  /** A person's yes was accepted; nothing is known yet but the run itself. */
  | { readonly step: 'accepted'; readonly record: ActivityRecord }
  | { readonly step: 'begin'; readonly header: JournalHeader }
  | { readonly step: 'lock'; readonly lock: RecordedLock }
  | { readonly step: 'commit' }
  /** From here on the server may have it. `at`: milliseconds since 1970. */
  | { readonly step: 'push'; readonly at: number }
  /** It has. */
  | { readonly step: 'sent' }
  /** It certainly has not. */
  | { readonly step: 'not-sent' }
  | {
      readonly step: 'late';
      readonly path: string;
      readonly savedAs: string | null;
      readonly merged: boolean;
      readonly side: 'from' | 'to';
    }
  | { readonly step: 'done' };

export interface Journal {
  readonly path: string;
  append(line: JournalLine): void;
  /** The run is over and recorded: the journal goes away. */
  remove(): void;
  /** The same, but something is still owed to a source whose folder is not there now. */
  owe(): void;
}

const owedEnding = '.owed';
const runsFolder = (homeFolder: string): string => join(homeFolder, 'runs');

/** Starts a journal in the target's own folder, where any app can find it. */
export function createJournal(homeFolder: string, record: ActivityRecord): Journal {
  makeFolder(runsFolder(homeFolder));
  const journal = openJournal(join(runsFolder(homeFolder), `${record.id}.jsonl`));
  journal.append({ step: 'accepted', record });
  fsyncFolder(runsFolder(homeFolder));
  return journal;
}

/** Goes on with a journal that exists. */
function openJournal(path: string): Journal {
  return {
    path,
    append(line) {
      const file = openSync(path, 'a', 0o666);
      try {
        writeAll(file, Buffer.from(`${JSON.stringify(line)}\n`));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    remove() {
      rmSync(path, { force: true });
      fsyncFolder(dirname(path));
    },
    owe() {
      renameSync(path, path.replace(/\.jsonl$/, owedEnding));
      fsyncFolder(dirname(path));
    },
  };
}

export interface FoundJournal {
  readonly journal: Journal;
  /** Null when the run died while it wrote its first line: nobody was told of it. */
  readonly record: ActivityRecord | null;
  /** Null when the run died before it touched anything. */
  readonly header: JournalHeader | null;
  readonly lines: readonly JournalLine[];
}

/** Journals of runs that have not ended, oldest first. */
export const findJournals = (homeFolder: string): FoundJournal[] => findEnding(homeFolder, '.jsonl');

/** Journals of runs that have ended without their source, oldest first. */
export const findOwed = (homeFolder: string): FoundJournal[] => findEnding(homeFolder, owedEnding);

function findEnding(homeFolder: string, ending: string): FoundJournal[] {
  if (!existsSync(runsFolder(homeFolder))) return [];
  return readdirSync(runsFolder(homeFolder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .flatMap((name) => readJournal(join(runsFolder(homeFolder), name)));
}

/** The last line may be torn by the crash; everything before it was fsynced. */
function readJournal(path: string): FoundJournal[] {
  const content = readIfThere(path);
  if (content === null) return []; // its run ended while we looked
  const lines: JournalLine[] = [];
  for (const text of content.split('\n')) {
    const line = parseLine(text);
    if (line === null) break;
    lines.push(line);
  }
  const accepted = lines.find((line) => line.step === 'accepted');
  const begin = lines.find((line) => line.step === 'begin');
  const header = begin?.header ?? null;
  return [{ journal: openJournal(path), record: accepted?.record ?? null, header, lines }];
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

function parseLine(text: string): JournalLine | null {
  try {
    return text === '' ? null : (JSON.parse(text) as JournalLine);
  } catch {
    return null; // torn by the crash
  }
}
