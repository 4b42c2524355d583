import { join, relative, sep } from 'node:path';
import type { Finding } from '../../../shared/domain/plan';
import type { ActivityRecord } from '../../../shared/domain/run';
import { appendLog, hasRecord, writeRecord } from '../activity/activity-store';
import type { Databases } from '../databases/databases';
import { hasUnfinishedDecisions } from '../deletions/decision-store';
import { recoverDecisions } from '../deletions/recover-decisions';
import { claimIdentity, type EnvironmentHome } from '../environments/identity';
import { tryAcquire, type RunOwner } from '../environments/run-lock';
import { isFromOutside } from '../errors';
import { lockIndex, type IndexLock } from '../git/index/index-lock';
import { removeRecordedLock } from '../git/locks/recorded-lock';
import type { Signature } from '../git/model';
import { openRepository } from '../git/repository/open-repository';
import type { TrustedCommands } from '../git/repository/programs';
import type { Clock } from '../ports';
import type { ServerDoor } from '../servers/server-door';
import { catchUp } from './catch-up';
import { goForward, lateFinding, type ForwardSide } from './go-forward';
import { findJournals, findOwed, type FoundJournal, type JournalEnd, type JournalHeader } from './journal';
import { arrivedOn, fateOf } from './run-fate';
import { sentTo } from './sent-to';
import { takeBack } from './take-back';
import { unreadNames } from './wait-for-sites';

export interface RecoveryDeps {
  readonly servers: ServerDoor;
  /** A person asked: a server that did not answer just now is asked again. */
  readonly asked?: boolean;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly trusted: TrustedCommands;
  /** Who a commit in this clone is by. */
  readonly signature: (home: EnvironmentHome) => Signature;
  readonly databases: Databases;
  /** Environments that are open anyway: among them a source is found that is in another folder now. */
  readonly nearby?: readonly EnvironmentHome[];
}

/** Whether a run into this environment did not end. */
export const needsRecovery = (home: EnvironmentHome): boolean => findJournals(home.folder).length > 0;

/** Whether there is anything for {@link recoverRuns} to do, sources that came back included. */
export const hasUnfinished = (home: EnvironmentHome): boolean =>
  needsRecovery(home) || hasUnfinishedDecisions(home.folder) || findOwed(home.folder).length > 0;

/** The sources, as far as they can be opened, of runs into this environment that did not end. */
export const unfinishedSources = (home: EnvironmentHome, deps: RecoveryDeps): EnvironmentHome[] =>
  findJournals(home.folder).flatMap(({ header }) => (header && openSource(header.from, deps)) ?? []);

/**
 * Finishes runs into this environment that a crash cut off, or takes them back. The caller holds the run locks of
 * `held`, the target among them; a source that another run has just now is waited for by trying again later. **The target's branch decides, not the journal**: the result is in it = go forward; else nothing happened
 * and the run's refs and locks are dropped. Everything here may itself be cut off and done again.
 * @returns the records of the runs that ended now
 */
export async function recoverRuns(
  target: EnvironmentHome,
  deps: RecoveryDeps,
  held: ReadonlySet<string>,
): Promise<ActivityRecord[]> {
  const ended: ActivityRecord[] = [];
  for (const found of findJournals(target.folder)) {
    if (found.header === null) {
      ended.push(...neverBegun(target, found, deps));
      continue;
    }
    const source = openSource(found.header.from, deps);
    const lock = source && !held.has(source.id) ? tryAcquire(source, recoveryOwner(found.header)) : null;
    if (lock && 'held' in lock) continue;
    try {
      const fate = await fateOf(target, found, found.header, deps);
      if (fate === 'unknown') letGoOf(found, source);
      else ended.push(await recoverRun(target, source, found, found.header, fate, deps));
    } finally {
      lock?.lock.release();
    }
  }
  ended.push(...recoverDecisions(target, deps.databases));
  for (const found of findOwed(target.folder))
    if (found.header) await payBack(target, found, found.header, deps, held);
  return ended;
}

/** A source that was not there when its run was finished has come back: what the run left in it is brought to an end. */
async function payBack(
  target: EnvironmentHome,
  found: FoundJournal,
  header: JournalHeader,
  deps: RecoveryDeps,
  held: ReadonlySet<string>,
): Promise<void> {
  const source = openSource(header.from, deps);
  if (!source) return;
  const lock = held.has(source.id) ? null : tryAcquire(source, recoveryOwner(header));
  if (lock && 'held' in lock) return;
  try {
    removeLocks(found, header, target, source);
    if (arrivedOn(target, header))
      await forward(null, source, found, header, deps, logOf(target, header, deps));
    else takeBack(source, header.run, found.journal);
    found.journal.remove();
  } finally {
    lock?.lock.release();
  }
}

/** Died before it touched anything; with less than its first line nobody was told of it either. */
function neverBegun(target: EnvironmentHome, found: FoundJournal, deps: RecoveryDeps): ActivityRecord[] {
  const { record, journal } = found;
  const ended: ActivityRecord | null = record && {
    ...record,
    finishedAt: Math.round(deps.clock.now()),
    outcome: 'rolled back after a crash',
  };
  if (ended && !hasRecord(target.folder, ended.id)) writeRecord(target.folder, ended);
  journal.remove();
  return ended ? [ended] : [];
}

const recoveryOwner = (header: JournalHeader): RunOwner => ({
  run: header.run,
  what: `finishing ${header.from.name} to ${header.to.name}`,
  who: header.record.who,
  host: header.record.host,
});

async function recoverRun(
  target: EnvironmentHome,
  source: EnvironmentHome | null,
  found: FoundJournal,
  header: JournalHeader,
  fate: 'happened' | 'never happened',
  deps: RecoveryDeps,
): Promise<ActivityRecord> {
  const say = logOf(target, header, deps);
  removeLocks(found, header, target, source);
  if (fate === 'never happened') {
    say('The run was cut off before anything had moved; nothing was changed.');
    for (const home of source ? [target, source] : [target]) takeBack(home, header.run, found.journal);
    return finish(target, source, found, header, deps, 'rolled back after a crash', []);
  }
  say('The run was cut off after its changes had arrived; it is being finished.');
  const findings = await forward(target, source, found, header, deps, say);
  say('Finished.');
  return finish(target, source, found, header, deps, 'finished after a crash', findings);
}

/** While the server is silent the target stays locked; the source has nothing to wait for. */
function letGoOf({ lines }: FoundJournal, source: EnvironmentHome | null): void {
  const gitDir = source?.repository.gitDir;
  for (const line of lines)
    if (line.step === 'lock' && gitDir !== undefined && line.lock.path.startsWith(gitDir + sep))
      removeRecordedLock(line.lock);
}

const logOf =
  (target: EnvironmentHome, { run }: JournalHeader, { clock }: RecoveryDeps) =>
  (line: string): void =>
    appendLog(target.folder, run, [`${new Date(clock.now()).toISOString()} ${line}`]);

/** Removes the git locks that the run left, also where they went along with a folder that was moved since. */
function removeLocks(
  { lines }: FoundJournal,
  header: JournalHeader,
  target: EnvironmentHome,
  source: EnvironmentHome | null,
): void {
  const now = (path: string): string => {
    for (const [end, home] of [[header.to, target] as const, [header.from, source] as const])
      if (home && path.startsWith(end.folder + sep))
        return join(home.repository.folder, relative(end.folder, path));
    return path;
  };
  for (const line of lines)
    if (line.step === 'lock') removeRecordedLock({ ...line.lock, path: now(line.lock.path) });
}

async function forward(
  target: EnvironmentHome | null,
  source: EnvironmentHome | null,
  found: FoundJournal,
  header: JournalHeader,
  deps: RecoveryDeps,
  say: (line: string) => void,
): Promise<Finding[]> {
  const main = target ?? source;
  if (!main) return [];
  const locks: IndexLock[] = [];
  const side = (end: JournalEnd, home: EnvironmentHome): ForwardSide => {
    const indexLock = lockIndex(home.repository, {
      record: (lock) => found.journal.append({ step: 'lock', lock }),
    });
    locks.push(indexLock);
    return { end, home, indexLock };
  };
  try {
    const who = deps.signature(main);
    const targetSide = target && side(header.to, target);
    const sourceSide = header.movesSource && source ? side(header.from, source) : null;
    // Only the server may have it so far.
    const away =
      header.server && target && !arrivedOn(target, header)
        ? catchUp(target.repository, header, found.journal, who)
        : null;
    const findings = await goForward({
      header,
      journal: found.journal,
      who,
      clock: deps.clock,
      databases: deps.databases,
      target: away ? null : targetSide,
      source: sourceSide,
      say,
      step: (_fraction, detail) => say(detail),
    });
    const gone = header.movesSource && !source ? [sourceGone(header)] : [];
    return [...(away ? [away] : []), ...findings, ...gone];
  } finally {
    for (const lock of locks) lock.release();
  }
}

const sourceGone = ({ from, to }: JournalHeader): Finding => ({
  code: 'sync-needed',
  level: 'warn',
  environmentId: from.environmentId,
  message: `${from.name}'s folder was not there when the run was finished. What ${to.name} has and ${from.name} lacks is brought over by the next deployment.`,
});

/** The source, if it is still the environment that the run was started with, wherever it is now. */
function openSource(end: JournalEnd, deps: RecoveryDeps): EnvironmentHome | null {
  const known = deps.nearby?.find(({ id }) => id === end.homeId);
  if (known) return known;
  try {
    const repository = openRepository(end.folder, deps.environment, deps.trusted);
    const { home } = claimIdentity(repository, end.branch, { ...deps, create: false });
    return home.id === end.homeId ? home : null;
  } catch (cause) {
    if (isFromOutside(cause)) return null;
    throw cause;
  }
}

function finish(
  target: EnvironmentHome,
  source: EnvironmentHome | null,
  found: FoundJournal,
  header: JournalHeader,
  deps: RecoveryDeps,
  outcome: 'rolled back after a crash' | 'finished after a crash',
  findings: readonly Finding[],
): ActivityRecord {
  const finished = outcome === 'finished after a crash';
  const earlier = found.lines.flatMap((line) =>
    line.step === 'late' ? [lateFinding(header[line.side], line.path, line.merged, line.savedAs)] : [],
  );
  const unread = unreadNames(findings, header);
  const record: ActivityRecord = {
    ...header.record,
    finishedAt: Math.round(deps.clock.now()),
    phases: header.record.phases.map((phase) =>
      finished
        ? { ...phase, status: 'success' }
        : phase.status === 'success'
          ? phase
          : { ...phase, status: 'skipped' },
    ),
    outcome,
    commits: finished ? header.record.commits : { ...header.record.commits, result: null, resultTree: null },
    findings: [...header.record.findings, ...earlier, ...findings],
    ...(finished && header.server ? { sent: sentTo(header) } : {}),
    ...(unread.length > 0 ? { unread } : {}),
  };
  if (!hasRecord(target.folder, header.run)) writeRecord(target.folder, record);
  if (header.movesSource && !source) found.journal.owe();
  else found.journal.remove();
  return record;
}
