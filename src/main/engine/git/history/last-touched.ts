import { diffTrees } from '../merge/diff-trees';
import type { Commit, ObjectId, ObjectReader } from '../model';
import { commitsBetween } from './commits-between';

/** Who changed a path, and when last. */
export interface Touch {
  /** Each once, the one of the newest commit first. */
  readonly authors: readonly { readonly name: string; readonly email: string }[];
  /** Author time of the newest commit that changed it: seconds since 1970. */
  readonly lastSeconds: number;
  /** The commits that changed it, newest first. */
  readonly commits: readonly ObjectId[];
}

/**
 * For each path changed by the commits that `tip` contains and none of `exclude` does: by whom and when.
 * A merge counts only for paths that differ from all its parents: the rest was somebody's work before.
 * @param paths only these, when given
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function lastTouched(
  reader: ObjectReader,
  tip: ObjectId,
  exclude: readonly ObjectId[],
  paths?: ReadonlySet<string>,
): Map<string, Touch> {
  const touched = new Map<string, Commit[]>();
  for (const commit of commitsBetween(reader, tip, exclude))
    for (const path of changedPaths(reader, commit)) {
      if (paths !== undefined && !paths.has(path)) continue;
      const commits = touched.get(path);
      if (commits === undefined) touched.set(path, [commit]);
      else commits.push(commit);
    }
  return new Map([...touched].map(([path, commits]) => [path, toTouch(commits)]));
}

function toTouch(commits: readonly Commit[]): Touch {
  const authors = new Map<string, { name: string; email: string }>();
  for (const { author } of commits)
    if (!authors.has(`${author.name} <${author.email}>`))
      authors.set(`${author.name} <${author.email}>`, { name: author.name, email: author.email });
  return {
    authors: [...authors.values()],
    lastSeconds: Math.max(...commits.map(({ author }) => author.seconds)),
    commits: commits.map(({ id }) => id),
  };
}

function changedPaths(reader: ObjectReader, commit: Commit): Iterable<string> {
  const [first = null, ...others] = commit.parents;
  const against = (parent: ObjectId | null): string[] =>
    diffTrees(reader, parent === null ? null : reader.commit(parent).tree, commit.tree).map(
      ({ path }) => path,
    );
  let paths = new Set(against(first));
  for (const parent of others) {
    if (paths.size === 0) break;
    const more = new Set(against(parent));
    paths = new Set([...paths].filter((path) => more.has(path)));
  }
  return paths;
}
