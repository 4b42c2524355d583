import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { FileMode, type ObjectId, type ObjectStore } from '../../../../src/main/engine/git/model';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { applyToTree } from '../../../../src/main/engine/git/snapshot/apply-to-tree';
import { testFormat } from '../../../fixtures/object-format';
import type { Site } from './random-versions';

export function writeSite(store: ObjectStore, site: Site): ObjectId {
  const entries = [...site].map(([path, { mode, content }]) => {
    const isSubmodule = mode === '160000';
    const id = isSubmodule ? content.toString() : store.write('blob', content);
    return [path, { mode: parseInt(mode, 8), id }] as const;
  });
  return applyToTree(store, testFormat.emptyTree, new Map(entries));
}

export function readSite(store: ObjectStore, tree: ObjectId): Site {
  const site: Site = new Map();
  for (const { path, to } of diffTrees(store, null, tree))
    if (to) {
      const content = to.mode === FileMode.submodule ? Buffer.from(to.id) : store.blob(to.id);
      site.set(path, { mode: to.mode.toString(8), content });
    }
  return site;
}

export function writeCommit(
  store: ObjectStore,
  tree: ObjectId,
  parents: readonly ObjectId[],
  seconds: number,
): ObjectId {
  const who = { name: 'T', email: 't@example.org', seconds, offsetMinutes: 0 };
  return store.write(
    'commit',
    commitBody({ tree, parents: [...parents], author: who, committer: who, message: 'x' }),
  );
}
