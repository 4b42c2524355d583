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
    ...unsupported.map((path) => unsupportedFinding(path, side.end)),
    ...(notWritable.length ? [notWritableFinding(notWritable, side.end)] : []),
  ];
}

const features: Record<UnsupportedPath['feature'], string> = {
  filter: 'a git filter (such as Git LFS)',
  'working-tree-encoding': 'an encoding of its own (working-tree-encoding)',
  ident: 'keywords that git fills in (ident)',
};

/** A file that could not be carried as it is. */
export const unsupportedFinding = (
  { path, feature }: UnsupportedPath,
  { environmentId, name }: PlanSide['end'],
): Finding => ({
  code: 'unsupported-file',
  level: 'block',
  environmentId,
  path,
  message: `"${path}" on ${name} uses ${features[feature]}, which Laneway does not run. Bring this change with git itself, or leave it out.`,
});

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
