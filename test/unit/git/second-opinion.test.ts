import fs from 'node:fs';
import { join } from 'node:path';
import * as isomorphic from 'isomorphic-git';
import { beforeAll, describe, expect, it } from 'vitest';
import { mergeBases } from '../../../src/main/engine/git/history/merge-bases';
import { idAt, readIndex } from '../../../src/main/engine/git/index/read-index';
import { sha1 } from '../../../src/main/engine/git/object-format';
import { listRefs } from '../../../src/main/engine/git/refs/list-refs';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import type { Repository } from '../../../src/main/engine/git/repository/repository';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

/**
 * What a library of other people reads in the same repository. Native git judges everywhere else; where both of us
 * misread the documentation alike, a third reader sees it. It reads the common cases only, so the repository has no others.
 */
let folder: string;
let repository: Repository;
const tips: string[] = [];

beforeAll(() => {
  folder = makeRepository(join(tempFolder('opinion'), 'site'), {
    'a/b.txt': 'b\n',
    'ü.txt': 'ü\n',
    c: 'c\n',
  });
  git(folder, 'config', 'core.autocrlf', 'input');
  git(folder, 'config', 'remote.origin.url', 'https://example.org/a b.git');
  git(folder, 'config', 'branch.main.description', 'with "quotes" and \\ and # and ; in it');
  for (const [branch, from] of [
    ['left', 'main'],
    ['right', 'main'],
    ['deep/er', 'left'],
  ] as const) {
    git(folder, 'checkout', '-q', '-b', branch, from);
    writeFiles(folder, { [`${branch}.txt`]: `${branch}\n`.repeat(300), 'a/b.txt': null });
    tips.push(commitAll(folder, `On ${branch}`));
  }
  git(folder, 'merge', '-q', '-m', 'together', 'right');
  tips.push(git(folder, 'rev-parse', 'HEAD'));
  git(folder, 'tag', '-a', '-m', 'said', 'v1');
  git(folder, 'repack', '-adq');
  git(folder, 'pack-refs', '--all');
  writeFiles(folder, { loose: 'loose\n' });
  tips.push(commitAll(folder, 'Loose again'));
  repository = openRepository(folder, gitEnvironment);
});

describe('isomorphic-git reads the same', () => {
  it('objects, packed and loose', async () => {
    const all = git(folder, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
    expect(all.length).toBeGreaterThan(20);
    for (const oid of all) {
      const theirs = await isomorphic.readObject({ fs, dir: folder, oid, format: 'content' });
      const ours = repository.objects.read(oid);
      expect([ours.type, ours.body.equals(Buffer.from(theirs.object as Uint8Array))]).toEqual([
        theirs.type,
        true,
      ]);
    }
  });

  it('branches, tags and where they are', async () => {
    const names = (await isomorphic.listBranches({ fs, dir: folder })).map((name) => `refs/heads/${name}`);
    const tags = (await isomorphic.listTags({ fs, dir: folder })).map((name) => `refs/tags/${name}`);
    const theirs: [string, string][] = [];
    for (const ref of [...names, ...tags].sort())
      theirs.push([ref, await isomorphic.resolveRef({ fs, dir: folder, ref })]);
    const ours = listRefs(repository, 'refs').map(({ name, id }) => [name, id]);
    expect(ours.sort()).toEqual(theirs);
  });

  it('configuration', async () => {
    const config = repository.config();
    for (const path of ['core.autocrlf', 'core.bare', 'remote.origin.url', 'branch.main.description']) {
      const theirs: unknown = await isomorphic.getConfig({ fs, dir: folder, path });
      const ours = typeof theirs === 'boolean' ? config.getBool(path) : config.get(path);
      expect([path, ours]).toEqual([path, theirs]);
    }
  });

  it('the index', async () => {
    const index = readIndex(join(folder, '.git'), sha1);
    expect(index.paths).toEqual(await isomorphic.listFiles({ fs, dir: folder }));
    const theirs = (await isomorphic.walk({
      fs,
      dir: folder,
      trees: [isomorphic.STAGE()],
      map: async (path, [entry]) =>
        (await entry?.type()) === 'blob' ? [path, await entry?.oid()] : undefined,
    })) as unknown[];
    const ours = index.paths.map((path, i) => [path, idAt(index, i)]);
    expect(ours).toEqual(flatPairs(theirs));
  });

  it('where histories meet', async () => {
    for (const a of tips)
      for (const b of tips) {
        const theirs = (await isomorphic.findMergeBase({ fs, dir: folder, oids: [a, b] })) as string[];
        expect(mergeBases(repository.objects, a, b).sort()).toEqual(theirs.sort());
      }
  });
});

/** The pairs in a tree of lists. */
const flatPairs = (tree: readonly unknown[]): [string, string][] =>
  tree.flatMap((entry): [string, string][] =>
    Array.isArray(entry)
      ? entry.length === 2 && entry.every((part) => typeof part === 'string')
        ? [entry as [string, string]]
        : flatPairs(entry)
      : [],
  );
