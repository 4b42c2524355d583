import { closeSync, constants, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import type { LeftHere } from '../../../shared/domain/plan';
import type { EnvironmentData } from '../environments/environment-data';
import { systemPath } from '../git/path-codec';
import type { StatusEntry } from '../git/status/status';
import { newFileConcern, sampleBytes } from '../profiles/new-file-concern';
import type { Profile } from '../profiles/profile';

/** Which new files go along without asking, which were decided, and which stay and are listed (run.md). */
export interface NewFileVerdict {
  include(entry: StatusEntry): boolean;
  readonly leftHere: readonly LeftHere[];
}

/**
 * Sorts the new files of a clone. Known kinds go along; everything else is listed once per folder and reason, and
 * goes along only when somebody said so. A decision for one reason says nothing about another.
 */
export function judgeNewFiles(
  folder: string,
  environmentId: string,
  entries: readonly StatusEntry[],
  profile: Profile,
  decisions: EnvironmentData['newFileDecisions'],
): NewFileVerdict {
  const fresh = entries.filter((entry) => entry.work === 'untracked' || entry.work === 'nested-repository');
  const perFolder = new Map<string, number>();
  for (const { path } of fresh) perFolder.set(folderOf(path), (perFolder.get(folderOf(path)) ?? 0) + 1);
  const asked = new Map<string, { folder: string; reason: LeftHere['reason']; paths: string[] }>();
  const included = new Set<string>();
  for (const entry of fresh) {
    const inFolder = folderOf(entry.path);
    const reason = concern(folder, entry, profile, perFolder.get(inFolder) ?? 0);
    if (reason === null) {
      included.add(entry.path);
      continue;
    }
    const key = `${reason} ${inFolder}`;
    const group = asked.get(key) ?? { folder: inFolder, reason, paths: [] };
    group.paths.push(entry.path);
    asked.set(key, group);
  }
  const leftHere = [...asked.values()].map((group): LeftHere => {
    const decided = decisions.find((d) => d.folder === group.folder && d.reason === group.reason);
    // A repository inside the clone cannot go along as files: saying yes to it is not offered.
    const decision = group.reason === 'nested-repository' ? null : (decided?.decision ?? null);
    if (decision === 'include') for (const path of group.paths) included.add(path);
    return { environmentId, ...group, decision };
  });
  return { include: (entry) => included.has(entry.path), leftHere };
}

const folderOf = (path: string): string => {
  const parent = dirname(path.endsWith('/') ? path.slice(0, -1) : path);
  return parent === '.' ? '' : parent;
};

function concern(
  folder: string,
  entry: StatusEntry,
  profile: Profile,
  filesInFolder: number,
): LeftHere['reason'] | null {
  const isNestedRepository = entry.work === 'nested-repository';
  return newFileConcern(profile, {
    path: entry.path,
    sizeBytes: entry.size,
    sample: isNestedRepository ? Buffer.alloc(0) : readSample(systemPath(folder, entry.path)),
    filesInFolder,
    isNestedRepository,
  });
}

/** Never through a link, and never waiting for a pipe. */
const readOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The first bytes; a file that cannot be read here is reported by the snapshot, with its reason. */
function readSample(path: string | Buffer): Buffer {
  let file: number;
  try {
    file = openSync(path, readOnly);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const sample = Buffer.alloc(sampleBytes);
    return sample.subarray(0, readSync(file, sample, 0, sampleBytes, 0));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(file);
  }
}
