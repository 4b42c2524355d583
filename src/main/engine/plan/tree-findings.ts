import type { Finding } from '../../../shared/domain/plan';
import type { TreeChange } from '../git/merge/diff-trees';
import { FileMode, isTree, type ObjectId, type ObjectReader } from '../git/model';
import { checkPath } from '../git/worktree/path-safety';
import type { PlanSide } from './plan-input';

/** What speaks against bringing `changes` into one environment, seen from the trees alone. */
export function treeFindings(
  store: ObjectReader,
  changes: readonly TreeChange[],
  resultTree: ObjectId,
  side: PlanSide,
): Finding[] {
  const arriving = changes.filter((change) => change.to !== undefined);
  return [
    ...unsafePaths(arriving, side),
    ...caseCollisions(store, arriving, resultTree, side),
    ...linksOutside(store, arriving, side),
    ...inTheWay(arriving, side),
  ];
}

function unsafePaths(arriving: readonly TreeChange[], { end }: PlanSide): Finding[] {
  return arriving.flatMap(({ path }) => {
    const reason = checkPath(path);
    return reason === null
      ? []
      : [
          {
            code: 'path-unsafe' as const,
            level: 'block' as const,
            environmentId: end.environmentId,
            path,
            message: `"${path}" cannot be written to ${end.name}: ${reason}. Rename it first.`,
          },
        ];
  });
}

/** Two names that differ only in case (or in Unicode form) are one file on many computers. */
function caseCollisions(
  store: ObjectReader,
  arriving: readonly TreeChange[],
  resultTree: ObjectId,
  { end, ignoresCase }: PlanSide,
): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const { path } of arriving) {
    const names = path.split('/');
    let tree: ObjectId | undefined = resultTree;
    for (let depth = 0; depth < names.length && tree; depth++) {
      const name = names[depth] ?? '';
      const entries = store.tree(tree);
      const twin = [...entries.keys()].find((other) => other !== name && folded(other) === folded(name));
      const here = names.slice(0, depth + 1).join('/');
      if (twin !== undefined && !seen.has(folded(here))) {
        seen.add(folded(here));
        const other = [...names.slice(0, depth), twin].join('/');
        found.push({
          code: 'case-collision',
          level: ignoresCase ? 'block' : 'warn',
          environmentId: end.environmentId,
          path: here,
          paths: [here, other],
          message: `"${here}" and "${other}" differ only in case: on Windows and macOS they are one file. Rename one of them.`,
        });
      }
      const entry = entries.get(name);
      tree = isTree(entry) ? entry.id : undefined;
    }
  }
  return found;
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase();

function linksOutside(store: ObjectReader, arriving: readonly TreeChange[], { end }: PlanSide): Finding[] {
  return arriving.flatMap(({ path, to }) => {
    if (to?.mode !== FileMode.symlink) return [];
    const target = store.blob(to.id).toString('utf8');
    if (!pointsOutside(path, target)) return [];
    return [
      {
        code: 'link-outside' as const,
        level: 'warn' as const,
        environmentId: end.environmentId,
        path,
        message: `"${path}" is a link to "${target}", outside of the site's folder: what it shows differs from computer to computer.`,
      },
    ];
  });
}

function pointsOutside(path: string, target: string): boolean {
  if (/^([/\\]|[A-Za-z]:)/.test(target)) return true;
  let depth = path.split('/').length - 1;
  for (const step of target.split('/')) {
    if (step === '..') depth--;
    else if (step !== '.' && step !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** Files that stay uncommitted must not be overwritten by what arrives. */
function inTheWay(arriving: readonly TreeChange[], { end, leftOut }: PlanSide): Finding[] {
  if (leftOut.length === 0) return [];
  const arrivals = new Set(arriving.map(({ path }) => path));
  const folders = new Set(arriving.flatMap(({ path }) => foldersOf(path)));
  const paths = leftOut.filter((left) => {
    const path = left.endsWith('/') ? left.slice(0, -1) : left;
    return arrivals.has(path) || folders.has(path) || foldersOf(path).some((folder) => arrivals.has(folder));
  });
  return paths.length ? [inTheWayFinding(end, paths)] : [];
}

/** The finding for files that the result would overwrite. */
export function inTheWayFinding(
  end: { readonly environmentId: string; readonly name: string },
  paths: readonly string[],
): Finding {
  return {
    code: 'untracked-in-the-way',
    level: 'block',
    environmentId: end.environmentId,
    paths: [...paths].sort(),
    ...(paths[0] === undefined ? {} : { path: paths[0] }),
    message: `Files on ${end.name} that were never saved to its history are in the way: ${paths.slice(0, 5).join(', ')}. Move them away, or include them.`,
  };
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}
