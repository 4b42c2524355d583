import { fail } from '../../errors';
import type { Commit, GitObject, ObjectId, ObjectReader, ObjectType, Tree } from '../model';
import { createLru } from './lru';
import { parseCommit } from './parse-commit';
import { parseTree } from './parse-tree';

/** The part of a reader that follows from `read`: bodies of an expected type, parsed and remembered. */
export interface TypedReads extends Pick<ObjectReader, 'blob' | 'tree' | 'commit'> {
  clear(): void;
}

const treesKept = 20_000;
const commitBytesKept = 16 * 1024 * 1024;

/** @param place what errors name as the place of the objects */
export function typedReads(read: (id: ObjectId) => GitObject, place: string): TypedReads {
  const trees = createLru<Tree>(treesKept, () => 1);
  const commits = createLru<Commit>(commitBytesKept, (commit) => 400 + 2 * commit.message.length);
  const body = (id: ObjectId, type: ObjectType): Buffer => {
    const object = read(id);
    if (object.type !== type)
      fail('object-damaged', { id, path: place, reason: `it is a ${object.type}, not a ${type}` });
    return object.body;
  };
  return {
    blob: (id) => body(id, 'blob'),
    tree(id) {
      const known = trees.get(id);
      if (known !== undefined) return known;
      const tree = parseTree(body(id, 'tree'), id, place);
      trees.set(id, tree);
      return tree;
    },
    commit(id) {
      const known = commits.get(id);
      if (known !== undefined) return known;
      const commit = parseCommit(body(id, 'commit'), id, place);
      commits.set(id, commit);
      return commit;
    },
    clear() {
      trees.clear();
      commits.clear();
    },
  };
}
