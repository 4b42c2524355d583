import type { Finding } from '../../../shared/domain/plan';
import { removeSession } from '../conflicts/session-store';
import type { Databases } from '../databases/databases';
import { carryOutOrders } from '../deletions/carry-out-orders';
import { updateEnvironmentData } from '../environments/environment-data';
import type { EnvironmentHome } from '../environments/identity';
import { isAncestor } from '../git/history/is-ancestor';
import type { IndexLock } from '../git/index/index-lock';
import { diffTrees } from '../git/merge/diff-trees';
import type { ObjectId, ObjectReader, Signature } from '../git/model';
import { readHead } from '../git/refs/read-head';
import { readRef } from '../git/refs/read-ref';
import type { Clock } from '../ports';
import { bringFiles } from './bring-files';
import { moveBranch } from './commit-point';
import { requireThere } from './explain-gone';
import { extractSide } from './extract';
import type { Journal, JournalEnd, JournalHeader } from './journal';

/** One side of a run that is past its commit point. */
export interface ForwardSide {
  readonly end: JournalEnd;
  readonly home: EnvironmentHome;
  /** Held; given back by the one who took it. */
  readonly indexLock: IndexLock;
  /** Its new files lie ready, written by this very run; after a crash nobody can be sure of that. */
  readonly isStaged?: boolean;
}

export interface ForwardContext {
  readonly header: JournalHeader;
  readonly journal: Journal;
  readonly who: Signature;
  readonly clock: Clock;
  readonly databases: Databases;
  /** Null when it has come to its end before, and only the source is left. */
  readonly target: ForwardSide | null;
  /** Null when the run does not move it, or when its folder is not there now. */
  readonly source: ForwardSide | null;
  say(line: string): void;
  step(fraction: number, detail: string): void;
}

/**
 * Everything after the commit point, forward only, each step looking at the actual state first (run.md). Used by the
 * run itself and by recovery; doing it again does no harm.
 * @returns what has to be said about it: late edits, a source that moved meanwhile
 */
export async function goForward(context: ForwardContext): Promise<Finding[]> {
  const { header, target, source } = context;
  const findings: Finding[] = [];
  // Nothing is written in the place of a drive that went away, and nobody's branch is taken for moved.
  for (const side of [source, target]) if (side) requireThere(side.home.repository.folder);
  const moved = source ? moveSource(context, source, findings) : false;
  if (target) {
    context.step(0.1, `Writing the files of ${target.end.name}`);
    await bring(context, 'to', target, findings);
  }
  if (source && moved) {
    context.step(0.6, `Writing the files of ${source.end.name}`);
    await bring(context, 'from', source, findings);
  }
  for (const side of [target, moved ? source : null])
    if (side && header.hasItems !== false) {
      context.step(0.8, `${side.end.name} is reading them`);
      extractSide(side, { ...context, run: header.run, commit: header.result }, findings);
    }
  if (target)
    findings.push(
      ...carryOutOrders({
        ...context,
        ...target,
        orders: header.record.deletions ?? [],
        record: header.record,
      }),
    );
  context.step(0.9, 'Writing down what is where');
  if (target) {
    markDeployed(target.home, header.result, context.clock);
    if (header.kind === 'sync' || header.kind === 'pull')
      rememberParent(target.home, header.from, context.clock);
  }
  if (source && moved) markDeployed(source.home, header.result, context.clock);
  // What both sides had changed is settled: the next time somebody decides anew.
  const { kind, from, to } = header;
  if (target) removeSession(target.home.folder, { kind, fromId: from.homeId, toId: to.homeId });
  return findings;
}

/** The source's branch follows, unless somebody committed there meanwhile: newer work always wins. */
function moveSource(
  { header, journal, who, say, clock }: ForwardContext,
  source: ForwardSide,
  findings: Finding[],
): boolean {
  const { end, home } = source;
  const now = readRef(home.repository, end.branch);
  if (now === header.result) return true;
  if (now === end.head) {
    moveBranch(home.repository, journal, {
      branch: end.branch,
      from: end.head,
      to: header.result,
      who,
      message: `laneway: deployed to ${header.to.name}`,
    });
    say(`${end.name}: ${end.head.slice(0, 7)} -> ${header.result.slice(0, 7)}`);
    return true;
  }
  if (now && isAncestor(home.repository.objects, header.result, now)) return false;
  updateEnvironmentData(
    home,
    (data) => ({
      ...data,
      syncNeeded: {
        fromEnvironmentId: header.to.environmentId,
        fromName: header.to.name,
        count: 0,
        conflicts: 0,
        at: clock.now(),
      },
    }),
    { clock },
  );
  findings.push({
    code: 'sync-needed',
    level: 'warn',
    environmentId: end.environmentId,
    message: `${end.name} was changed by another program while the run went on, so it was left as it is. What ${header.to.name} has and ${end.name} lacks is brought over by the next deployment.`,
  });
  return false;
}

async function bring(
  context: ForwardContext,
  side: 'from' | 'to',
  { end, home, indexLock, isStaged = false }: ForwardSide,
  findings: Finding[],
): Promise<void> {
  const { header, journal, say } = context;
  const reader = home.repository.objects;
  const head = readHead(home.repository);
  if (head.branch !== end.branch || head.commit !== header.result) {
    const undone = head.branch === end.branch ? takenBack(header, end, head.commit, reader) : [];
    findings.push(movedOn(end, undone));
    return;
  }
  await bringFiles({
    repository: home.repository,
    reader,
    fromTree: reader.commit(end.snapshot).tree,
    toTree: reader.commit(header.result).tree,
    indexLock,
    homeFolder: home.folder,
    run: header.run,
    isStaged,
    onLate: (late) => {
      journal.append({ step: 'late', side, ...late });
      say(
        late.savedAs === null
          ? `${end.name}: ${late.path} was deleted while the run went on; it was written as planned`
          : `${end.name}: ${late.path} was edited while the run went on; that version is kept as ${late.savedAs}`,
      );
      if (!late.merged && late.savedAs !== null)
        rememberLateEdit(home, header.run, { path: late.path, savedAs: late.savedAs }, context.clock);
      findings.push(lateFinding(end, late.path, late.merged, late.savedAs));
    },
  });
  say(`${end.name}: files are up to date`);
}

/**
 * What a commit on top of the result took back, because it was made of files that had not been written yet: the paths
 * that are again what they were before the run.
 */
function takenBack(
  { result }: JournalHeader,
  { snapshot }: JournalEnd,
  head: ObjectId | null,
  reader: ObjectReader,
): string[] {
  if (head === null) return [];
  const [before, now] = [snapshot, head].map((id) => reader.commit(id).tree);
  const arrived = diffTrees(reader, before ?? null, reader.commit(result).tree);
  const others = new Set(diffTrees(reader, before ?? null, now ?? null).map(({ path }) => path));
  return arrived.map(({ path }) => path).filter((path) => !others.has(path));
}

const movedOn = ({ environmentId, name }: JournalEnd, undone: readonly string[]): Finding => ({
  code: 'sync-needed',
  level: 'warn',
  environmentId,
  ...(undone.length > 0 ? { paths: undone } : {}),
  message:
    undone.length > 0
      ? `Somebody committed on ${name} before its files were written, and so took back what had arrived: ${undone.slice(0, 5).join(', ')}. Its history has all of it; look at the next plan before you go on.`
      : `${name} was moved on by another program before its files were written. Its history has everything; its files are as that program left them.`,
});

/** What is said of a file that somebody wrote while the run went on. */
export const lateFinding = (
  end: { readonly environmentId: string; readonly name: string },
  path: string,
  merged: boolean,
  savedAs: string | null,
): Finding => ({
  code: 'late-edit',
  level: 'warn',
  environmentId: end.environmentId,
  path,
  message: merged
    ? `"${path}" was edited on ${end.name} while the run went on. Both edits are in the file; the later one is not deployed yet.`
    : savedAs === null
      ? `"${path}" was deleted on ${end.name} while the run went on, and this deployment changes it: it is there again, as planned. Delete it once more if that was meant.`
      : `"${path}" was edited on ${end.name} while the run went on, in the same place. The file has what was planned; the other version is kept as ${savedAs}.`,
});

function rememberLateEdit(
  home: EnvironmentHome,
  run: string,
  late: { readonly path: string; readonly savedAs: string },
  clock: Clock,
): void {
  updateEnvironmentData(
    home,
    (data) => ({
      ...data,
      lateEdits: [
        ...data.lateEdits.filter((edit) => edit.savedAs !== late.savedAs),
        { run, path: late.path, savedAs: late.savedAs, at: clock.now() },
      ],
    }),
    { clock },
  );
}

function markDeployed(home: EnvironmentHome, result: ObjectId, clock: Clock): void {
  updateEnvironmentData(
    home,
    (data) => ({ ...data, deployedCommit: result, deployedAt: clock.now(), syncNeeded: null }),
    { clock },
  );
}

function rememberParent(home: EnvironmentHome, { environmentId, name }: JournalEnd, clock: Clock): void {
  const follows = { environmentId, name, at: clock.now() };
  updateEnvironmentData(home, (data) => ({ ...data, follows }), { clock });
}
