import { basename, dirname, resolve, sep } from 'node:path';
import type { Candidate, Proposal } from '../../../shared/domain/proposal';
import { EngineError, fail, isError, toErrorAnswer } from '../errors';
import { commitsBetween } from '../git/history/commits-between';
import { createOverlay } from '../git/objects/overlay';
import type { GitEnvironment } from '../git/repository/config-files';
import { openRepository } from '../git/repository/open-repository';
import { formatDifference } from '../git/repository/format-difference';
import type { Repository } from '../git/repository/repository';
import { siteOfTree } from '../profiles/site-tree';
import { readCloudLanes } from './cloud-lanes';
import { findClones } from './find-clones';
import { inspectFolder, shareHistory } from './inspect-folder';
import type { InspectedFolder } from './inspect-folder';
import { isFolder } from './is-folder';
import { assignRoles } from './lane-roles';
import { nameLanes, projectNameOf } from './lane-names';
import type { CloudLanes } from './cloud-lanes';

/** More clones than that are no lanes of one site; the rest is not looked at. */
const mostClones = 30;

/** A clone that can be a lane, kept open while the others are compared with it. */
interface Found extends InspectedFolder {
  readonly repository: Repository;
  readonly cloud: CloudLanes | null;
}

/**
 * Looks at folders, two levels deep, and proposes lanes: each with a name, a role and the reason. Only reads.
 * Clones of another site, linked folders and folders that cannot be used come last, with what is wrong with them.
 * @param paths absolute paths of clones or of folders that hold clones.
 * @throws EngineError only where a clone's objects are damaged (`object-missing`, `object-damaged`).
 */
export function propose(paths: readonly string[], environment: GitEnvironment): Proposal {
  const found: Found[] = [];
  const rest: Candidate[] = [];
  try {
    for (const path of clonesOf(paths)) {
      const looked = look(path, environment);
      if ('problem' in looked) rest.push(looked);
      else if (!found.some(({ path: known }) => known === looked.path)) found.push(looked);
    }
    const groups = bySite(found);
    const site = groups.toSorted((a, b) => b.length - a.length)[0] ?? [];
    const lanes = laneCandidates(site);
    const strangers = groups.filter((group) => group !== site).flat();
    const ordered = rest.sort((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
    return {
      projectName: projectNameOf(
        site.length > 0 ? site.map(({ path }) => path) : paths.map((path) => resolve(path)),
      ),
      candidates: [
        ...lanes,
        ...ordered,
        ...strangers.map((stranger) => asStranger(stranger, site[0], lanes[0])),
      ],
    };
  } finally {
    for (const { repository } of found) repository.objects.close();
  }
}

function clonesOf(paths: readonly string[]): readonly string[] {
  const all = paths.flatMap((path) => {
    const folder = resolve(path);
    const clones = isFolder(folder) ? findClones(folder) : [];
    return clones.length > 0 ? clones : [folder]; // the folder itself says what is wrong
  });
  return [...new Set(all)].slice(0, mostClones);
}

function look(path: string, environment: GitEnvironment): Found | Candidate {
  try {
    const inspected = inspectFolder(path, { environment, role: 'development' });
    const repository = openRepository(inspected.path, environment);
    const { objects } = repository;
    return {
      ...inspected,
      repository,
      cloud: readCloudLanes(siteOfTree(objects, objects.commit(inspected.head).tree)),
    };
  } catch (cause) {
    if (isError(cause, 'linked-folder')) return linkedFolder(path, environment, cause.data.main);
    return withProblem(path, cause);
  }
}

function linkedFolder(path: string, environment: GitEnvironment, main: string): Candidate {
  try {
    const { branch, profile, path: real } = inspectFolder(path, { environment, role: 'flexible' });
    const reason = `It is linked to ${basename(main)}, so it can only be a flexible environment.`;
    return { path: real, name: basename(real), role: 'flexible', branch, profile, reason, problem: null };
  } catch (cause) {
    return withProblem(path, cause);
  }
}

function withProblem(path: string, cause: unknown): Candidate {
  if (!(cause instanceof EngineError)) throw cause;
  return {
    path,
    name: basename(path) || path,
    role: 'flexible',
    branch: '',
    profile: 'plain',
    reason: '',
    problem: toErrorAnswer(cause),
  };
}

/** Clones that share history are of one site. */
function bySite(found: readonly Found[]): readonly (readonly Found[])[] {
  const groups: Found[][] = [];
  for (const clone of found) {
    const own = groups.find(([first]) => first !== undefined && areRelated(first, clone));
    if (own) own.push(clone);
    else groups.push([clone]);
  }
  return groups;
}

const areRelated = (a: Found, b: Found): boolean =>
  shareHistory(a.repository.objects, a.head, b.repository.objects, b.head);

function laneCandidates(site: readonly Found[]): readonly Candidate[] {
  const names = nameLanes(site.map(({ path, branch, cloud }) => ({ path, branch, cloud })));
  const lanes = assignRoles(
    site.map((clone, i) => ({
      ...clone,
      ...(names[i] ?? fail('internal', { detail: 'a lane without a name' })),
      isMainBranch: ['main', 'master'].includes(clone.branch),
      lead: leadOf(clone, site),
    })),
  );
  const taken = new Set<string>();
  return lanes.map(({ path, name, role, branch, profile, reason }) => ({
    path,
    name: freeName(name(role), taken),
    role,
    branch,
    profile,
    reason,
    problem: null,
  }));
}

/** What the others lack of this one, less what it lacks of them. */
function leadOf(clone: Found, site: readonly Found[]): number {
  let lead = 0;
  for (const other of site) {
    if (other === clone) continue;
    const both = createOverlay([clone.repository.objects, other.repository.objects]);
    lead += commitsBetween(both, clone.head, [other.head]).length;
    lead -= commitsBetween(both, other.head, [clone.head]).length;
  }
  return lead;
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted} ${i}`;
  taken.add(name.toLowerCase());
  return name;
}

function asStranger(
  { path, branch, profile, repository }: Found,
  first: Found | undefined,
  lane: Candidate | undefined,
): Candidate {
  const other = lane?.name ?? dirname(path).split(sep).join('/');
  const problem =
    (first && formatDifference(repository, first.repository, other)) ??
    new EngineError('no-common-history', { path, other });
  return {
    path,
    name: basename(path),
    role: 'flexible',
    branch,
    profile,
    reason: '',
    problem: toErrorAnswer(problem),
  };
}
