import { FileMode } from '../model';
import type { Commit, ObjectId, ObjectReader, Tree } from '../model';
import { idPattern } from '../object-format';

/**
 * The objects a receiver needs to have `tips` whole, in an order in which each comes after what it refers to.
 * A commit or tree that the receiver has is taken to be whole there; a commit only together with its tree.
 * Commits of submodules are not of this repository and are left out.
 * @param tips commits, or tags of commits
 * @throws EngineError `object-missing`, `object-damaged` of `from`
 */
export function missingObjects(
  from: ObjectReader,
  tips: Iterable<ObjectId>,
  has: (id: ObjectId) => boolean,
): ObjectId[] {
  const found = new Set<ObjectId>(); // a Set keeps the order
  const tags: ObjectId[] = [];
  const starts = [...tips].map((tip) => {
    const { target, tags: passed } = peel(from, tip);
    tags.push(...passed.filter((tag) => !has(tag)));
    return target;
  });

  const addTree = (id: ObjectId, before: readonly ObjectId[]): void => {
    if (found.has(id) || before.includes(id) || has(id)) return;
    const old = before.map((tree) => from.tree(tree));
    for (const [name, entry] of from.tree(id)) {
      if (entry.mode === FileMode.submodule) continue;
      const was = entriesNamed(old, name);
      if (entry.mode === FileMode.tree) {
        const folders = was.filter(({ mode }) => mode === FileMode.tree);
        addTree(
          entry.id,
          folders.map((folder) => folder.id),
        );
      } else if (!was.some((same) => same.id === entry.id) && !found.has(entry.id) && !has(entry.id))
        found.add(entry.id);
    }
    found.add(id);
  };
  for (const commit of missingCommits(from, starts, has)) {
    addTree(
      commit.tree,
      commit.parents.map((parent) => from.commit(parent).tree),
    );
    found.add(commit.id);
  }
  for (const tag of tags.reverse()) found.add(tag);
  return [...found];
}

const entriesNamed = (trees: readonly Tree[], name: string) =>
  trees.flatMap((tree) => {
    const entry = tree.get(name);
    return entry === undefined ? [] : [entry];
  });

/** Parents before children. */
function missingCommits(
  from: ObjectReader,
  starts: readonly ObjectId[],
  has: (id: ObjectId) => boolean,
): Commit[] {
  const missing = new Map<ObjectId, Commit>();
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (missing.has(id)) continue;
    const commit = from.commit(id);
    if (has(id) && has(commit.tree)) continue;
    missing.set(id, commit);
    waiting.push(...commit.parents);
  }
  return parentsFirst(missing);
}

function parentsFirst(commits: ReadonlyMap<ObjectId, Commit>): Commit[] {
  const order = new Set<Commit>();
  for (const start of commits.values()) {
    const stack = [start];
    for (let commit = stack.at(-1); commit !== undefined; commit = stack.at(-1)) {
      const before = order.has(commit) ? [] : commit.parents.flatMap((id) => commits.get(id) ?? []);
      const next = before.filter((parent) => !order.has(parent));
      if (next.length > 0) stack.push(...next);
      else {
        order.add(commit);
        stack.pop();
      }
    }
  }
  return [...order];
}

const taggedObject = new RegExp(`^object (${idPattern})\\n`);

/** Follows tags to what they name. */
function peel(from: ObjectReader, tip: ObjectId): { target: ObjectId; tags: ObjectId[] } {
  const tags: ObjectId[] = [];
  let target = tip;
  for (let object = from.read(target); object.type === 'tag'; object = from.read(target)) {
    tags.push(target);
    target = taggedObject.exec(object.body.toString('latin1', 0, 72))?.[1] ?? target;
    if (tags.includes(target)) break;
  }
  return { target, tags };
}
