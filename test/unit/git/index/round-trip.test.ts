import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { statDataOf, type IndexEntry } from '../../../../src/main/engine/git/index/index-entry';
import {
  EntryFlag,
  idAt,
  modeAt,
  parseIndex,
  readIndex,
} from '../../../../src/main/engine/git/index/read-index';
import { serializeIndex, type IndexChanges } from '../../../../src/main/engine/git/index/write-index';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { comparePaths, systemPath } from '../../../../src/main/engine/git/path-codec';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { commitAll, git, makeRepository, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const long = 'n'.repeat(250);
const files = {
  'a.txt': 'a\n',
  'dir/b.txt': 'b\n',
  'dir/sub/c.txt': 'c\n',
  'dir/sub/c-d.txt': 'd\n',
  'dir.txt': 'dir\n',
  empty: '',
  'Größe ä 🙂.txt': 'umlaut\n',
  'with\nnewline': 'n\n',
  [`${long}/${long}/${long}`]: 'long\n',
};

const sample = (folder: string): string => {
  makeRepository(folder, files);
  symlinkSync('a.txt', join(folder, 'link'));
  commitAll(folder, 'link');
  return folder;
};
const gitDirOf = (folder: string): string => join(folder, '.git');
const listed = (folder: string): string =>
  tryGit(folder, ['ls-files', '--stage', '--debug', '-z']).stdout.toString('latin1');
const put = (folder: string, bytes: Buffer): void => writeFileSync(join(gitDirOf(folder), 'index'), bytes);

function entryFor(folder: string, path: string, mode = 0o100644): IndexEntry {
  const whole = systemPath(folder, path);
  return {
    mode,
    id: hashObject(testFormat, 'blob', readFileSync(whole)),
    stat: statDataOf(lstatSync(whole, { bigint: true })),
  };
}

describe.each([2, 3, 4])('index version %i', (version) => {
  const folder = sample(tempFolder());
  if (version === 3) {
    writeFiles(folder, { announced: 'later\n' });
    git(folder, 'add', '-N', 'announced');
  }
  git(folder, 'update-index', '--index-version', String(version === 3 ? 2 : version));

  it('reads what git lists', () => {
    const index = readIndex(gitDirOf(folder), testFormat);
    expect(index.version).toBe(version);
    const own = index.paths.map(
      (path, i) => `${modeAt(index, i).toString(8)} ${idAt(index, i)} ${index.stages[i]}\t${path}`,
    );
    expect(own.join('\0') + '\0').toBe(tryGit(folder, ['ls-files', '--stage', '-z']).stdout.toString());
  });

  it('copies untouched entries unchanged', () => {
    const before = listed(folder);
    const index = readIndex(gitDirOf(folder), testFormat);
    const settled = { ...index, modifiedSeconds: index.modifiedSeconds + 10 };
    put(folder, serializeIndex(settled, new Map()));
    expect(listed(folder)).toBe(before);
    expect(git(folder, 'ls-files', '--stage')).not.toBe('');
    expect(readIndex(gitDirOf(folder), testFormat).version).toBe(version);
  });

  it('adds, replaces and removes entries so that git agrees', () => {
    const copy = join(tempFolder(), 'copy');
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    git(copy, 'add', '-A');
    writeFiles(copy, {
      'a.txt': 'changed\n',
      'dir/new.txt': 'new\n',
      'zz/last': 'z\n',
      '.first': 'f\n',
      'dir/b.txt': null,
    });
    const changes: IndexChanges = new Map<string, IndexEntry | null>([
      ['a.txt', entryFor(copy, 'a.txt')],
      ['zz/last', entryFor(copy, 'zz/last')],
      ['dir/new.txt', entryFor(copy, 'dir/new.txt')],
      ['.first', entryFor(copy, '.first')],
      ['dir/b.txt', null],
      ['never/there', null],
    ]);
    for (const path of ['a.txt', 'zz/last', 'dir/new.txt', '.first']) git(copy, 'hash-object', '-w', path);
    put(copy, serializeIndex(readIndex(gitDirOf(copy), testFormat), changes));
    const ours = git(copy, 'ls-files', '--stage');
    git(copy, 'update-index', '-q', '--refresh');
    expect(git(copy, 'diff-files', '--name-only')).toBe('');
    expect(git(copy, 'status', '--porcelain')).not.toMatch(/^.[MD]/m);
    const tree = git(copy, 'write-tree');
    git(copy, 'fsck', '--strict');
    rmSync(join(gitDirOf(copy), 'index'));
    git(copy, 'add', '-A');
    expect(ours).toBe(git(copy, 'ls-files', '--stage'));
    expect(tree).toBe(git(copy, 'write-tree'));
  });
});

describe('serializeIndex', () => {
  it('keeps unmerged stages it does not touch and replaces those it does', () => {
    const folder = makeRepository(tempFolder(), { one: 'base\n', two: 'base\n', three: '3\n' });
    git(folder, 'checkout', '-q', '-b', 'other');
    writeFiles(folder, { one: 'theirs\n', two: 'theirs\n' });
    commitAll(folder, 'theirs');
    git(folder, 'checkout', '-q', 'main');
    writeFiles(folder, { one: 'ours\n', two: 'ours\n' });
    commitAll(folder, 'ours');
    tryGit(folder, ['merge', 'other']);
    git(folder, 'hash-object', '-w', 'one');
    put(
      folder,
      serializeIndex(readIndex(gitDirOf(folder), testFormat), new Map([['one', entryFor(folder, 'one')]])),
    );
    expect(
      git(folder, 'ls-files', '--unmerged')
        .split('\n')
        .map((line) => line.slice(-5)),
    ).toEqual(['1\ttwo', '2\ttwo', '3\ttwo']);
    expect(git(folder, 'status', '--porcelain')).toBe('M  one\nUU two');
  });

  it('lets git see an edit of the same size made in the instant the old index was written', () => {
    const folder = makeRepository(tempFolder(), { racy: 'aaaa\n', other: 'x\n' });
    const racy = join(folder, 'racy');
    const instant = new Date(Date.now() - 60_000);
    utimesSync(racy, instant, instant);
    git(folder, 'config', 'core.trustctime', 'false');
    git(folder, 'add', '-A');
    git(folder, 'update-index', '--refresh');
    utimesSync(join(gitDirOf(folder), 'index'), instant, instant);
    writeFileSync(racy, 'bbbb\n'); // same size, and the same instant:
    utimesSync(racy, instant, instant);
    put(folder, serializeIndex(readIndex(gitDirOf(folder), testFormat), new Map()));
    expect(git(folder, 'status', '--porcelain')).toBe(' M racy');
  });

  it('agrees with a model over random changes, in every version', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'a.b', 'ü', '\u{1f642}', '\udcff', 'a-b'), {
      minLength: 1,
      maxLength: 3,
    });
    const path = names.map((parts) => parts.join('/'));
    const id = fc.constantFrom(
      madeUpId('a'),
      madeUpId('b'),
      '0123456789abcdef'.repeat(4).slice(0, testFormat.idDigits),
    );
    const entry = fc.record({ id, skipped: fc.boolean() });
    const entries = fc.dictionary(path, fc.option(entry), { maxKeys: 8 });
    fc.assert(
      fc.property(fc.constantFrom(2, 4), fc.array(entries, { maxLength: 4 }), (version, steps) => {
        let index = parseIndex('index', serializeIndex(emptyOf(version), new Map()), 10n ** 18n, testFormat);
        const model = new Map<string, { id: string; skipped: boolean }>();
        for (const step of steps) {
          const changes = new Map<string, IndexEntry | null>();
          for (const [name, value] of Object.entries(step)) {
            const { id: object, skipped } = value ?? { id: '', skipped: false };
            const made = { mode: 0o100644, id: object, stat: null, skipWorktree: skipped };
            changes.set(name, value && made);
            if (value === null) model.delete(name);
            else model.set(name, value);
          }
          index = parseIndex('index', serializeIndex(index, changes), 10n ** 18n, testFormat);
        }
        const expected = [...model].sort(([a], [b]) => comparePaths(a, b));
        const isSkipped = (i: number): boolean => ((index.flags[i] ?? 0) & EntryFlag.skipWorktree) !== 0;
        expect(index.paths.map((name, i) => [name, { id: idAt(index, i), skipped: isSkipped(i) }])).toEqual(
          expected,
        );
        const isExtended = expected.some(([, { skipped }]) => skipped);
        expect(index.version).toBe(version === 4 ? 4 : isExtended ? 3 : 2);
      }),
      { numRuns: 200 },
    );
  });
});

const emptyOf = (version: number): ReturnType<typeof readIndex> => {
  const empty = readIndex('/nowhere/at/all', testFormat);
  return { ...empty, version: version === 4 ? 4 : 2 };
};

describe('readIndex', () => {
  it('reads a missing index as empty', () => {
    expect(readIndex(join(tempFolder(), 'none'), testFormat).count).toBe(0);
  });

  it('refuses a split index by name', () => {
    const refusal = (folder: string): string => {
      try {
        readIndex(gitDirOf(folder), testFormat);
      } catch (cause) {
        if (isError(cause, 'unsupported-repository')) return cause.data.feature;
        throw cause;
      }
      return 'none';
    };
    const split = makeRepository(tempFolder());
    git(split, 'update-index', '--split-index');
    expect(refusal(split)).toBe('split index');
  });

  it('says that an index is damaged, wherever a byte is wrong or it ends', () => {
    const folder = sample(tempFolder());
    const bytes = readFileSync(join(gitDirOf(folder), 'index'));
    const damaged = (broken: Buffer): boolean => {
      try {
        parseIndex('index', broken, 0n, testFormat);
        return false;
      } catch (cause) {
        return isError(cause, 'index-damaged');
      }
    };
    for (let at = 0; at < bytes.length; at += 41) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x55;
      expect(damaged(flipped), `byte ${at}`).toBe(true);
      expect(damaged(bytes.subarray(0, at)), `cut at ${at}`).toBe(true);
    }
  });

  it('survives any bytes behind a checksum that was left out', () => {
    const folder = sample(tempFolder());
    mkdirSync(join(folder, 'x'), { recursive: true });
    const bytes = Buffer.from(readFileSync(join(gitDirOf(folder), 'index')));
    bytes.fill(0, bytes.length - testFormat.idBytes);
    expect(parseIndex('index', bytes, 0n, testFormat).count).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.nat(bytes.length - testFormat.idBytes - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(bytes);
        broken[at] = value;
        try {
          parseIndex('index', broken, 0n, testFormat);
        } catch (cause) {
          expect(isError(cause, 'index-damaged') || isError(cause, 'unsupported-repository')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
