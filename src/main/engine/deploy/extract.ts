import type { Finding } from '../../../shared/domain/plan';
import type { ItemRow } from '../../../shared/domain/database';
import { kindInWords } from '../artifacts/entity-types';
import type { Databases, ExtractionTarget } from '../databases/databases';
import { markExtracted, markWaiting } from '../databases/extraction-state';
import { requestSite } from '../databases/follow-site';
import { isError, isFromOutside, toErrorAnswer } from '../errors';
import type { ObjectId } from '../git/model';
import type { Clock } from '../ports';
import type { EnvironmentHome } from '../environments/identity';
import type { JournalEnd } from './journal';

/** One side of a run whose files are in place. */
export interface ExtractEnd {
  readonly end: JournalEnd;
  readonly home: EnvironmentHome;
}

export interface ExtractContext {
  readonly databases: Databases;
  readonly clock: Clock;
  readonly run: string;
  readonly commit: ObjectId;
  say(line: string): void;
}

/** Lines of a log for one environment; the rows themselves are kept whole (databases/run-rows.ts). */
const mostLines = 40;

/**
 * Brings the database of one side to what its branch has now. It looks at the rows first, so doing it again does no
 * harm. What a database cannot take never fails the run: the files have arrived, and the environment says that its
 * database is behind.
 * @throws EngineError `disk-full`, `folder-missing`, `read-only-folder`: recovery tries again
 */
export function extractSide({ end, home }: ExtractEnd, context: ExtractContext, findings: Finding[]): void {
  const { databases, clock, commit, run, say } = context;
  const { name, environmentId } = end;
  try {
    const before = databases.targetOf(home, end.head);
    // What the run deletes is to be left over, also in a database that nobody has looked at yet.
    databases.fillNew(home, before);
    const target = databases.targetOf(home, commit);
    if (target.kind === 'none') return;
    if (target.kind === 'site') {
      if (isSame(before, target)) markExtracted(home, commit, clock);
      else requestSite(home, target, clock);
      return;
    }
    const { added, changed, withoutFile } = databases.extractInto(home, target, run, false);
    const lines = [
      ...added.map((row) => `${name}: ${title(row)} is new in its database`),
      ...changed.map((row) => `${name}: ${title(row)} is up to date in its database`),
      ...withoutFile.map((row) => `${name}: ${title(row)} stays in its database, without file`),
    ];
    for (const line of lines.slice(0, mostLines)) say(line);
    if (lines.length > mostLines) say(`${name}: and ${lines.length - mostLines} more`);
    markExtracted(home, commit, clock);
  } catch (cause) {
    if (!isFromOutside(cause) || isOfTheDisk(cause)) throw cause;
    const { message } = toErrorAnswer(cause);
    say(`${name}: ${message}`);
    markWaiting(home, { kind: 'failed', commit, reason: message, asked: null }, clock);
    findings.push({
      code: 'not-extracted',
      level: 'warn',
      environmentId,
      message: `${name} has the files, its database has not taken them in. ${message}`,
    });
  }
}

const title = ({ entityType, name }: ItemRow): string => `${kindInWords(entityType)} "${name}"`;

const isOfTheDisk = (cause: unknown): boolean =>
  isError(cause, 'disk-full') || isError(cause, 'folder-missing') || isError(cause, 'read-only-folder');

/** Nothing of what a site reads has changed: it need not be bothered. */
function isSame(before: ExtractionTarget, after: ExtractionTarget): boolean {
  const [old, now] = [before.artifacts?.files, after.artifacts?.files];
  return old?.size === now?.size && [...(old ?? [])].every(([path, id]) => now?.get(path) === id);
}
