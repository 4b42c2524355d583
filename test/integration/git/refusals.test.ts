import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { expectBlocked, found, makePair, refused, runToEnd, type Pair } from '../../fixtures/pair';
import { bytesOf } from '../../fixtures/random-site';
import { startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('refusals');

const extension = (folder: string, key: string, value: string): void => {
  git(top, 'config', '-f', join(folder, '.git/config'), 'core.repositoryformatversion', '1');
  git(top, 'config', '-f', join(folder, '.git/config'), `extensions.${key}`, value);
};

interface Refusal {
  readonly what: string;
  /** Makes the clone one that is refused; `from` is its origin. */
  readonly make: (folder: string, from: string) => void;
  readonly words: RegExp;
}

const cloneAgain = (folder: string, from: string, ...options: readonly string[]): void => {
  git(top, 'init', '-q', join(folder, '..', 'empty'));
  git(folder, 'rm', '-rq', '.');
  writeFiles(folder, { '.git': null });
  git(top, 'clone', '-q', ...options, `file://${from}`, folder);
};

const refusals: readonly Refusal[] = [
  {
    what: 'object ids of an unknown kind',
    make: (folder) => extension(folder, 'objectFormat', 'sha512'),
    words: /sha512 object ids.*Clone it from a repository with SHA-1 or SHA-256 ids/,
  },
  {
    what: 'object ids of SHA-256 in a repository of an old format',
    make: (folder) =>
      git(top, 'config', '-f', join(folder, '.git/config'), 'extensions.objectFormat', 'sha256'),
    words: /SHA-256 object ids in a repository of format 0.*repositoryformatversion to 1/,
  },
  {
    what: 'branches in a reftable',
    make: (folder) => {
      // As git 2.45 writes it.
      extension(folder, 'refStorage', 'reftable');
      writeFiles(folder, { '.git/reftable/tables.list': '', '.git/refs/heads': null });
      writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/.invalid\n');
      writeFiles(folder, { '.git/refs/heads': 'this repository uses the reftable format\n' });
    },
    words: /reftable store for branches.*git refs migrate --ref-format=files/,
  },
  {
    what: 'a shallow clone',
    make: (folder, from) => cloneAgain(folder, from, '--depth=1'),
    words: /shallow clone.*git fetch --unshallow/,
  },
  {
    what: 'a split index',
    make: (folder) => git(folder, 'update-index', '--split-index'),
    words: /split index.*git update-index --no-split-index/,
  },
  {
    what: 'files in another folder',
    make: (folder) => git(folder, 'config', 'core.worktree', top),
    words: /files in another folder.*remove core\.worktree/,
  },
  {
    what: 'an unknown extension',
    make: (folder) => extension(folder, 'someday', 'true'),
    words: /git extension "someday".*Clone it without that option/,
  },
  {
    what: 'a newer format',
    make: (folder) =>
      git(top, 'config', '-f', join(folder, '.git/config'), 'core.repositoryformatversion', '2'),
    words: /repository format 2.*made by a newer git/,
  },
];

describe('a clone that Laneway would read wrongly or harm', () => {
  for (const { what, make, words } of refusals)
    test(`${what}: refused by name with a way out, when it is added and when it became so; nothing is written`, async () => {
      const place = join(top, what.replaceAll(/\W+/g, '-'));
      const files = { 'index.html': 'one\n', 'pages/a.html': 'a\n', 'css/site.css': 'x\n' };
      const live = makeRepository(join(place, 'live'), files);
      commitAll(live, 'second');
      const dev = cloneRepository(live, join(place, 'dev'));
      make(dev, live);
      const before = bytesOf(dev);
      const engine = startTestEngine(join(place, 'data'));
      const environments = [
        { name: 'Dev', path: dev, role: 'development' as const },
        { name: 'Live', path: live, role: 'production' as const },
      ];
      const added = await refused(engine.call('project.create', { name: 'Site', environments }));
      expect(added.code).toBe('unsupported-repository');
      expect(added.message).toMatch(words);
      expect(added.message).toContain(dev);
      expect(bytesOf(dev)).toEqual(before);
      await engine.close();

      const pair = await makePair(join(place, 'later'));
      commitAll(pair.live, 'second');
      make(pair.dev, pair.live);
      const later = bytesOf(pair.dev);
      const planned = await refused(pair.plan('Dev', 'Live'));
      expect(planned.code).toBe('unsupported-repository');
      expect(planned.message).toMatch(words);
      expect(bytesOf(pair.dev)).toEqual(later);
      await pair.close();
    });
});

describe('a file that goes through a program', () => {
  const withFilter = async (name: string, attributes: string): Promise<Pair> => {
    const pair = await makePair(join(top, name), {
      '.gitattributes': attributes,
      'a.bin': 'a\n',
      'b.html': 'b\n',
    });
    for (const folder of [pair.dev, pair.live]) {
      git(folder, 'config', 'filter.lfs.clean', 'cat');
      git(folder, 'config', 'filter.lfs.smudge', 'cat');
    }
    return pair;
  };

  for (const [name, attributes, words] of [
    ['lfs', '*.bin filter=lfs diff=lfs merge=lfs -text\n', /a\.bin/],
  ] as const)
    test(`${name}: a change of it blocks, a change beside it does not`, async () => {
      const pair = await withFilter(name, attributes);
      writeFiles(pair.dev, { 'b.html': 'B\n' });
      commitAll(pair.dev, 'beside it');
      expect((await runToEnd(pair)).outcome).toBe('succeeded');
      appendFileSync(join(pair.dev, 'a.bin'), 'more');
      const plan = await pair.plan('Dev', 'Live');
      const blocking = plan.findings.filter(({ level }) => level === 'block');
      expect(blocking.map(({ message }) => message).join('\n')).toMatch(words);
      await expectBlocked(pair, blocking[0]?.code ?? 'still-being-written', words);
      git(pair.dev, 'commit', '-qam', 'by native git');
      const committed = await pair.plan('Dev', 'Live');
      expect(
        committed.findings
          .filter(({ level }) => level === 'block')
          .map(({ message }) => message)
          .join('\n'),
      ).toMatch(words);
      expect(found(committed, blocking[0]?.code ?? 'still-being-written')).toHaveLength(1);
      await pair.close();
    });
});
