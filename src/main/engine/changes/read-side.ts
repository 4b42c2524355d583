import { setTimeout as delay } from 'node:timers/promises';
import type { Finding, FindingCode, PlanEnd } from '../../../shared/domain/plan';
import { readEnvironmentData, type EnvironmentData } from '../environments/environment-data';
import { isAncestor } from '../git/history/is-ancestor';
import type { ObjectId, OverlayStore } from '../git/model';
import { activeHooks } from '../git/repository/active-hooks';
import { unfinishedOperation } from '../git/repository/operation';
import type { Snapshot } from '../git/snapshot/snapshot';
import { takeSnapshot } from '../git/snapshot/take-snapshot';
import { readStatus } from '../git/status/read-status';
import { unsupportedFindings } from '../plan/disk-findings';
import type { PlanSide } from '../plan/plan-input';
import type { Clock } from '../ports';
import type { Profile } from '../profiles/profile';
import { headOf, type OpenEnvironment } from '../workspace/workspace';
import { judgeNewFiles } from './new-files';

/** Work counts as settled when nothing was written for this long (run.md): 500 ms. */
const quietMilliseconds = 500;
const attempts = 3;

export interface ReadSide {
  readonly side: PlanSide;
  readonly snapshot: Snapshot;
  readonly data: EnvironmentData;
}

/** What is read of an environment, and as what it takes part. */
export interface SideOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  /** Wait until files that are being written have settled. The overview does not. */
  readonly settle: boolean;
}

/**
 * Reads one environment into a snapshot in `store` and says what stands in the way. Moves no ref, index or file.
 * @throws EngineError `detached-head`, `other-branch`, `file-unreadable`, `index-damaged`, `object-damaged`
 */
export async function readSide(
  open: OpenEnvironment,
  store: OverlayStore,
  options: SideOptions,
): Promise<ReadSide> {
  const { environment, repository, home } = open;
  const head = headOf(open);
  const headTree = repository.objects.commit(head).tree;
  const data = readEnvironmentData(home);
  const { snapshot, leftHere, moving } = await settledSnapshot(open, store, data, options);
  const uncommitted = new Map(
    snapshot.changes.map((change) => [
      change.path,
      change.kind === 'deleted' ? null : change.modifiedMilliseconds,
    ]),
  );
  const end: PlanEnd = {
    environmentId: environment.id,
    name: environment.name,
    role: environment.role,
    branch: environment.branch,
    head,
    tree: snapshot.tree,
    uncommitted: uncommitted.size,
  };
  return {
    snapshot,
    data,
    side: {
      end,
      headTree,
      uncommitted,
      leftOut: snapshot.leftOut.map((entry) => entry.path),
      leftHere,
      findings: [
        ...blockers(open, snapshot, moving, end),
        ...rewritten(open, data, head, end),
        ...leftHere.flatMap((entry) => leftFinding(end, entry)),
        ...hooks(open, end),
      ],
      deployedCommit: data.deployedCommit,
      followsId: data.follows?.environmentId ?? null,
      ignoresCase: repository.config().getBool('core.ignorecase') ?? false,
    },
  };
}

/**
 * The same environment as one that gives what is in its history (sync, pull, merge back): what is not saved there is
 * said, not taken, and stands in nobody's way.
 */
export function committedOnly({ side, snapshot, data }: ReadSide): ReadSide {
  const end = { ...side.end, tree: side.headTree, uncommitted: 0 };
  return {
    snapshot,
    data,
    side: {
      ...side,
      end,
      uncommitted: new Map(),
      leftOut: [],
      leftHere: [],
      findings: [
        ...notSavedThere(end, side.uncommitted.size),
        ...side.findings.filter(({ code }) => code === 'branch-rewritten'),
      ],
    },
  };
}

interface Settled {
  readonly snapshot: Snapshot;
  readonly leftHere: PlanSide['leftHere'];
  readonly moving: readonly string[];
}

/** Tries until two looks in a row saw the same, at most three times; then names what still moves. */
async function settledSnapshot(
  { repository, home }: OpenEnvironment,
  store: OverlayStore,
  data: EnvironmentData,
  { profile, clock, settle }: SideOptions,
): Promise<Settled> {
  const take = (): Omit<Settled, 'moving'> => {
    const status = readStatus(repository);
    const verdict = judgeNewFiles(repository.folder, home.id, status.entries, profile, data.newFileDecisions);
    const snapshot = takeSnapshot(repository, store, { status, include: verdict.include });
    return { snapshot, leftHere: verdict.leftHere };
  };
  let last = take();
  for (let attempt = 1; settle && attempt < attempts; attempt++) {
    const since = clock.now() - quietMilliseconds;
    const fresh = last.snapshot.changes.some(
      ({ modifiedMilliseconds: at }) => at > since && at <= clock.now(),
    );
    if (!fresh && last.snapshot.unstable.length === 0) break;
    await delay(quietMilliseconds);
    const next = take();
    const same = next.snapshot.tree === last.snapshot.tree && next.snapshot.unstable.length === 0;
    const moving = attempt === attempts - 1 && !same ? changedPaths(last.snapshot, next.snapshot) : [];
    last = next;
    if (same) break;
    if (moving.length) return { ...last, moving };
  }
  return { ...last, moving: last.snapshot.unstable };
}

function changedPaths(before: Snapshot, after: Snapshot): string[] {
  const known = new Map<string, ObjectId | null>(before.changes.map(({ path, id }) => [path, id]));
  const moved = after.changes.filter(({ path, id }) => known.get(path) !== id).map(({ path }) => path);
  return [...new Set([...moved, ...after.unstable])];
}

function blockers(
  { repository }: OpenEnvironment,
  snapshot: Snapshot,
  moving: readonly string[],
  end: PlanEnd,
): Finding[] {
  const operation = unfinishedOperation(repository);
  const list = (code: FindingCode, paths: readonly string[], message: string): Finding[] =>
    paths.length ? [block(end, code, `${message}: ${paths.slice(0, 5).join(', ')}.`, paths)] : [];
  return [
    ...(operation
      ? [
          block(
            end,
            'operation-in-progress',
            `A ${operation} is unfinished on ${end.name}. Finish or abort it there first.`,
          ),
        ]
      : []),
    ...list(
      'unmerged-files',
      operation ? [] : snapshot.unmerged,
      `Files on ${end.name} are in conflict already; resolve them there first`,
    ),
    ...list(
      'partly-staged',
      snapshot.partlyStaged,
      `Somebody prepared a commit on ${end.name} that holds only part of the edits; commit or reset it there first`,
    ),
    ...list('still-being-written', moving, `Files on ${end.name} are still being written; wait a moment`),
    ...unsupportedFindings(snapshot.unsupported, end),
    ...(snapshot.unreadable.length ? [unreadableFinding(snapshot.unreadable, end)] : []),
  ];
}

/** Nothing that is known is lost by it, but a new file in there would be missed: a warning that names the folders. */
const unreadableFinding = (folders: readonly string[], end: PlanEnd): Finding => ({
  code: 'folder-unreadable',
  level: 'warn',
  environmentId: end.environmentId,
  paths: folders,
  message: `New files in ${folders
    .slice(0, 5)
    .map((folder) => (folder === '' ? 'the top folder' : `"${folder}"`))
    .join(', ')} of ${end.name} could not be looked for: not permitted. They stay where they are.`,
});

const block = (end: PlanEnd, code: FindingCode, message: string, paths?: readonly string[]): Finding => ({
  code,
  level: 'block',
  environmentId: end.environmentId,
  message,
  ...(paths ? { paths } : {}),
  ...(paths?.[0] === undefined ? {} : { path: paths[0] }),
});

/** A history that no longer contains what was deployed was rewritten: a person has to say that it was meant. */
function rewritten(
  { repository }: OpenEnvironment,
  data: EnvironmentData,
  head: ObjectId,
  end: PlanEnd,
): Finding[] {
  const deployed = data.deployedCommit;
  if (!deployed || data.acceptedRewriteOf === deployed) return [];
  const { objects } = repository;
  if (objects.has(deployed) && isAncestor(objects, deployed, head)) return [];
  return [
    block(
      end,
      'branch-rewritten',
      `The history of ${end.name} was rewritten: what was deployed there is no longer part of it. Confirm on its page that this was meant.`,
    ),
  ];
}

const reasons: Record<PlanSide['leftHere'][number]['reason'], { code: FindingCode; text: string }> = {
  'unknown-kind': { code: 'new-files-left-here', text: 'of a kind that is not part of the site' },
  'large-file': { code: 'large-file', text: 'larger than 10 MB' },
  'many-new-files': { code: 'many-new-files', text: 'more than 500 in one folder' },
  'looks-secret': { code: 'looks-secret', text: 'that may hold a secret' },
  'nested-repository': { code: 'nested-repository', text: 'that are a repository of their own' },
};

function leftFinding(end: PlanEnd, entry: PlanSide['leftHere'][number]): Finding[] {
  if (entry.decision !== null) return [];
  const { code, text } = reasons[entry.reason];
  const count = entry.paths.length;
  const where = entry.folder === '' ? 'its top folder' : `"${entry.folder}"`;
  const files =
    count === 1
      ? `"${entry.paths[0] ?? ''}", a new file ${text},`
      : `${count} new files ${text}, in ${where}`;
  return [
    {
      code,
      level: entry.reason === 'unknown-kind' ? 'notice' : 'warn',
      environmentId: end.environmentId,
      path: entry.paths[0] ?? entry.folder,
      paths: entry.paths,
      message: `${files} ${count === 1 ? 'stays' : 'stay'} on ${end.name} unless you include ${count === 1 ? 'it' : 'them'}.`,
    },
  ];
}

function notSavedThere(end: PlanEnd, count: number): Finding[] {
  if (count === 0) return [];
  return [
    {
      code: 'not-saved-there',
      level: 'notice',
      environmentId: end.environmentId,
      message: `${count === 1 ? '1 edit' : `${count} edits`} on ${end.name} ${count === 1 ? 'is' : 'are'} not saved to its history yet and ${count === 1 ? 'stays' : 'stay'} there.`,
    },
  ];
}

function hooks({ repository }: OpenEnvironment, end: PlanEnd): Finding[] {
  const names = activeHooks(repository);
  if (names.length === 0) return [];
  return [
    {
      code: 'hooks-not-run',
      level: 'notice',
      environmentId: end.environmentId,
      message: `${end.name} has commit hooks (${names.join(', ')}); Laneway does not run them.`,
    },
  ];
}
