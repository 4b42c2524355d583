import type { Finding } from '../../../shared/domain/plan';
import type { UnsupportedPath } from '../git/worktree/find-unsupported';
import type { PlanSide } from './plan-input';
import { inTheWayFinding } from './tree-findings';

/** What only the disk of one side can tell about the changes that would be brought there. */
export interface DiskFacts {
  /** Paths that the result would overwrite although no snapshot knows them. */
  readonly inTheWay: readonly string[];
  /** Paths that would have to go through something that Laneway does not run. */
  readonly unsupported: readonly UnsupportedPath[];
  /** Folders that may not be written, '' for the top one. */
  readonly notWritable: readonly string[];
}

export function diskFindings({ inTheWay, unsupported, notWritable }: DiskFacts, side: PlanSide): Finding[] {
  // Paths that the snapshot's own list named already (all but ignored files, mostly) are said there.
  const news = inTheWay.filter((path) => !side.leftOut.includes(path));
  return [
    ...(news.length ? [inTheWayFinding(side.end, news)] : []),
    ...unsupportedFindings(unsupported, side.end),
    ...(notWritable.length ? [notWritableFinding(notWritable, side.end)] : []),
  ];
}

const featureOf = ({ feature, name }: UnsupportedPath): string =>
  feature === 'filter'
    ? name === 'lfs'
      ? 'a git filter (Git LFS)'
      : `a git filter ("${name}")`
    : 'an encoding of its own (working-tree-encoding)';

/** Files that could not be carried as they are: one by one where git is missing, together where only leave is. */
export function unsupportedFindings(paths: readonly UnsupportedPath[], end: PlanSide['end']): Finding[] {
  const { environmentId, name } = end;
  const untrusted = new Map<string, UnsupportedPath[]>();
  for (const path of paths.filter(({ lacks }) => lacks === 'trust')) {
    const same = untrusted.get(path.why);
    if (same) same.push(path);
    else untrusted.set(path.why, [path]);
  }
  return [
    ...paths
      .filter(({ lacks }) => lacks === 'git')
      .map((one): Finding => ({
        code: 'unsupported-file',
        level: 'block',
        environmentId,
        path: one.path,
        message: `"${one.path}" on ${name} uses ${featureOf(one)}, which needs git 2.38 or later on this computer: ${one.why}. Install it, or bring this change with git itself elsewhere.`,
      })),
    ...[...untrusted.values()].map((same): Finding => ({
      code: 'untrusted-programs',
      level: 'block',
      environmentId,
      paths: same.map(({ path }) => path),
      ...(same[0] ? { path: same[0].path } : {}),
      message: `Files on ${name} go through programs of its configuration that nobody has allowed yet (${same[0]?.why ?? ''}): ${same
        .slice(0, 5)
        .map(({ path }) => `"${path}"`)
        .join(', ')}. Look at what would run, and allow these programs if you trust them.`,
    })),
  ];
}

function notWritableFinding(folders: readonly string[], { environmentId, name }: PlanSide['end']): Finding {
  const named = folders.map((folder) => (folder === '' ? 'its top folder' : `"${folder}"`));
  return {
    code: 'folder-not-writable',
    level: 'block',
    environmentId,
    paths: folders,
    message: `Files on ${name} could not be written in ${named.slice(0, 5).join(', ')}: not permitted. Make ${folders.length === 1 ? 'this folder' : 'these folders'} writable for you first.`,
  };
}
