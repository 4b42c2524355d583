import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { testFormat } from '../../../fixtures/object-format';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { expectSameAsGit, objectsOf } from '../../../fixtures/same-objects';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('shapes');

/** Text that changes slowly, bytes that cannot be packed, names and objects of every odd kind. */
function makeTemplate(): string {
  const folder = makeRepository(join(root, 'template'), {
    'a.txt': 'start\n',
    empty: '',
    'b.bin': Buffer.from([0, 255]),
  });
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i} of a file that changes slowly`);
  for (let i = 0; i < 25; i++) {
    lines[(i * 37) % 300] = `changed in ${i}`;
    writeFiles(folder, {
      'a.txt': lines.join('\n'),
      [`deep/${i % 3}/c.json`]: `{"n":${i}}`,
      [`n${i}`]: `${i}`,
    });
    commitAll(folder, `change ${i}`);
  }
  writeFiles(folder, {
    'large.bin': Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) % 251)),
  });
  commitAll(folder, 'large');
  const write = (type: string, body: string): string =>
    tryGit(folder, ['hash-object', '-w', '-t', type, '--literally', '--stdin'], body)
      .stdout.toString()
      .trim();
  const head = git(folder, 'rev-parse', 'HEAD');
  const tree = git(folder, 'rev-parse', 'HEAD^{tree}');
  git(folder, 'tag', '-a', 'v1', '-m', 'a tag');
  git(folder, 'tag', '-a', 'v2', '-m', 'a tag of a tag', 'v1');
  git(folder, 'tag', '-a', 'of-blob', '-m', 'of a blob', 'HEAD:a.txt');
  git(folder, 'tag', '-a', 'of-tree', '-m', 'of a tree', tree);
  git(folder, 'tag', 'empty-tree', write('tree', ''));
  git(
    folder,
    'tag',
    'bare-commit',
    write('commit', `tree ${tree}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\n`),
  );
  const signed = `tree ${tree}\nparent ${head}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\nencoding latin1\ngpgsig -----BEGIN\n \n line\n -----END\n\nsigned\n`;
  git(folder, 'tag', 'signed', write('commit', signed));
  return folder;
}

let template: string | undefined;
function makeShapes(name: string): string {
  const folder = join(root, name);
  cpSync((template ??= makeTemplate()), folder, { recursive: true });
  return folder;
}

const packNames = (folder: string, ending: string): string[] =>
  readdirSync(join(objectsOf(folder), 'pack')).filter((name) => name.endsWith(ending));

describe('every object of a repository of any shape, read and hashed again', () => {
  const shapes: Readonly<Record<string, (folder: string) => unknown>> = {
    'gc --aggressive': (folder) => git(folder, 'gc', '-q', '--aggressive', '--prune=now'),
    'chains of 250 deltas': (folder) => git(folder, 'repack', '-adfq', '--depth=250', '--window=250'),
    'chains of 4095 deltas by id': (folder) =>
      git(
        folder,
        '-c',
        'repack.useDeltaBaseOffset=false',
        'repack',
        '-adfFq',
        '--depth=4095',
        '--window=300',
      ),
    'a pack without compression': (folder) => git(folder, '-c', 'pack.compression=0', 'repack', '-adFq'),
    'many packs, an index over all of them, bitmaps': (folder) => {
      for (let back = 24; back >= 0; back -= 6) {
        const pack = join(objectsOf(folder), 'pack/pack');
        const revisions = `HEAD~${back}\n^HEAD~${back + 6}\n`;
        tryGit(folder, ['pack-objects', '-q', '--revs', pack], back > 18 ? `HEAD~${back}\n` : revisions);
      }
      git(folder, 'repack', '-dq', '--write-midx', '--write-bitmap-index');
      git(folder, 'commit-graph', 'write', '--reachable', '--split', '--changed-paths');
      expect(packNames(folder, '.idx').length).toBeGreaterThan(3);
      expect(packNames(folder, 'multi-pack-index')).toHaveLength(1);
    },
    'a pack of what nothing uses': (folder) => {
      git(folder, 'reset', '-q', '--hard', 'HEAD~3');
      for (const tag of git(folder, 'tag').split('\n')) git(folder, 'tag', '-d', tag);
      git(folder, 'update-ref', '-d', 'ORIG_HEAD');
      git(folder, 'reflog', 'expire', '--all', '--expire=now');
      git(folder, 'gc', '-q', '--cruft', '--prune=2000-01-01');
      expect(packNames(folder, '.mtimes')).toHaveLength(1);
    },
    'reverse indexes and packs that must stay': (folder) => {
      git(folder, '-c', 'pack.writeReverseIndex=true', 'repack', '-adq');
      for (const name of packNames(folder, '.pack'))
        writeFileSync(join(objectsOf(folder), 'pack', name.replace('.pack', '.keep')), '');
    },
  };
  for (const [name, shape] of Object.entries(shapes))
    it(name, () => {
      const folder = makeShapes(name.replaceAll(/\W+/g, '-'));
      shape(folder);
      const store = openDiskStore(objectsOf(folder), testFormat);
      expect(expectSameAsGit(store, folder)).toBeGreaterThan(150);
      store.close();
    });

  it('loose at every level of compression', () => {
    const folder = makeRepository(join(root, 'levels'));
    for (let level = -1; level <= 9; level++) {
      git(folder, 'config', 'core.looseCompression', String(level));
      writeFiles(folder, { [`f${level}`]: `${level} `.repeat(5000), [`e/${level}`]: `${level}` });
      commitAll(folder, `level ${level}`);
    }
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
  });

  it('a thin pack that index-pack has completed', () => {
    const from = makeShapes('thin-from');
    const folder = join(root, 'thin');
    git(root, 'clone', '-q', '--no-local', '--no-tags', from, folder);
    const base = git(folder, 'rev-parse', 'HEAD');
    writeFiles(from, { 'a.txt': `${git(from, 'show', 'HEAD:a.txt')}\nmore\n` });
    const tip = commitAll(from, 'more');
    const thin = tryGit(
      from,
      ['pack-objects', '-q', '--thin', '--stdout', '--revs'],
      `${tip}\n^${base}\n`,
    ).stdout;
    const run = tryGit(folder, ['index-pack', '--fix-thin', '--stdin', '--keep'], thin);
    expect(run.stderr + run.stdout.toString()).toContain('keep');
    expect(packNames(folder, '.pack')).toHaveLength(2);
    const store = openDiskStore(objectsOf(folder), testFormat);
    expect(store.commit(tip).message).toBe('more\n');
    expectSameAsGit(store, folder);
  });

  it('borrowed through a chain of alternates, packed and loose, also in a linked folder', () => {
    let folder = makeShapes('chain-0');
    git(folder, 'gc', '-q');
    for (let i = 1; i <= 5; i++) {
      const next = join(root, `chain-${i}`);
      git(root, 'clone', '-q', '--shared', folder, next);
      writeFiles(next, { [`own-${i}`]: `${i}` });
      commitAll(next, `own ${i}`);
      if (i % 2) git(next, 'repack', '-adlq');
      folder = next;
    }
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
    const linked = join(root, 'linked');
    git(folder, 'worktree', 'add', '-q', linked);
    writeFiles(linked, { 'in-linked': 'x' });
    commitAll(linked, 'in the linked folder');
    const repository = openRepository(linked, gitEnvironment);
    expectSameAsGit(repository.objects, linked);
  });

  it('in a store that is full of what programs leave behind', () => {
    const folder = makeShapes('leftovers');
    git(folder, 'repack', '-aq'); // every object twice
    const objects = objectsOf(folder);
    for (const name of [
      'tmp_obj_123456',
      'aa/tmp_obj_x',
      'pack/tmp_pack_x',
      'pack/pack-x.idx',
      'pack/pack-y.pack',
    ]) {
      mkdirSync(join(objects, 'aa'), { recursive: true });
      writeFileSync(join(objects, name), 'half');
    }
    expectSameAsGit(openDiskStore(objects, testFormat), folder);
  });
});
