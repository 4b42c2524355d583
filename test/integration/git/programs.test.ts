import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, gitEnvironment, tryGit, writeFiles, type Files } from '../../fixtures/git-oracle';
import { expectBlocked, found, makePair, openPair, runToEnd, type Pair } from '../../fixtures/pair';
import { bytesOf } from '../../fixtures/random-site';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('programs');
const rotate = "tr 'A-Za-z' 'N-ZA-Mn-za-m'";

/** A filter that turns letters by 13, and notes that it ran. */
function withRotation(folder: string, ran: string): void {
  for (const part of ['clean', 'smudge'])
    git(folder, 'config', `filter.rot.${part}`, `echo ${part} %f >>'${ran}'; ${rotate}`);
  git(folder, 'config', 'filter.rot.required', 'true');
}

const files: Files = {
  '.gitattributes': '*.rot filter=rot\n',
  'a.rot': 'Uryyb\n',
  'b c.rot': 'bar\n',
  'index.html': 'one\n',
};

async function rotatedPair(name: string): Promise<{ pair: Pair; ran: string }> {
  const ran = join(top, `${name}.ran`);
  const pair = await makePair(join(top, name), files);
  for (const folder of [pair.dev, pair.live]) {
    withRotation(folder, ran);
    // What lies there goes through the filter from now on.
    writeFiles(folder, { '.git/index': null });
    git(folder, 'reset', '-q', '--hard');
  }
  rmSync(ran, { force: true });
  return { pair, ran };
}

const allowAll = async (pair: Pair): Promise<void> => {
  const { programs } = await pair.call('project.programs', { projectId: pair.project.id });
  const commands = programs.map(({ command }) => command);
  await pair.call('project.trust', { projectId: pair.project.id, commands });
};

const logOf = async (pair: Pair, id: string): Promise<string> =>
  (await pair.call('activity.get', { projectId: pair.project.id, id })).log.join('\n');

const isClean = (folder: string): void => {
  expect(git(folder, 'status', '--porcelain')).toBe('');
  git(folder, 'update-index', '--really-refresh');
};

describe('a filter', () => {
  test('runs only after a person allowed exactly its commands, and then a deployment goes through it', async () => {
    const { pair, ran } = await rotatedPair('filter');
    expect(readFileSync(join(pair.live, 'a.rot'), 'utf8')).toBe('Hello\n');
    writeFiles(pair.dev, { 'a.rot': 'Hello you\n', 'new.rot': 'New\n', 'b c.rot': null });
    git(pair.dev, 'add', '-N', 'new.rot');
    const plan = await expectBlocked(pair, 'untrusted-programs', /a\.rot/);
    expect(found(plan, 'untrusted-programs').map(({ environmentId }) => environmentId)).toContain(
      pair.id('Dev'),
    );
    expect(existsSync(ran)).toBe(false);

    const { programs, git: its } = await pair.call('project.programs', { projectId: pair.project.id });
    expect(its).toMatchObject({ version: expect.stringMatching(/^\d/) as unknown });
    expect(programs.map(({ trusted, environments }) => ({ trusted, environments }))).toEqual(
      [1, 2].map(() => ({ trusted: false, environments: ['Dev', 'Live'] })),
    );
    expect(programs[0]?.command).toMatch(/^filter\.rot\.clean=echo clean %f/);
    expect(programs[0]?.files).toContain(join(pair.dev, '.git/config'));

    await allowAll(pair);
    const run = await runToEnd(pair);
    expect(run.outcome).toBe('succeeded');
    expect(await logOf(pair, run.id)).toMatch(/Live: uses git \d\S+ because of the filter "rot"/);
    for (const folder of [pair.dev, pair.live]) {
      expect(readFileSync(join(folder, 'a.rot'), 'utf8')).toBe('Hello you\n');
      expect(readFileSync(join(folder, 'new.rot'), 'utf8')).toBe('New\n');
      expect(existsSync(join(folder, 'b c.rot'))).toBe(false);
      expect(git(folder, 'cat-file', 'blob', 'HEAD:a.rot')).toBe('Uryyb lbh');
      isClean(folder);
    }
    const { lanes } = await pair.call('overview.get', { projectId: pair.project.id, watch: false });
    expect(lanes[0]?.usesGit?.because).toEqual(['the filter "rot"']);

    // Another command is another program.
    git(pair.live, 'config', 'filter.rot.smudge', `${rotate} | cat`);
    writeFiles(pair.dev, { 'a.rot': 'Hello again\n' });
    await expectBlocked(pair, 'untrusted-programs', /on Live.*\| cat/);
    await allowAll(pair);
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    await pair.call('project.trust', { projectId: pair.project.id, commands: [] });
    writeFiles(pair.dev, { 'a.rot': 'Hello once more\n' });
    await expectBlocked(pair, 'untrusted-programs', /a\.rot/);
    await pair.close();
  });

  test('a filter that fails ends the run before anything moved, naming what it said', async () => {
    const { pair } = await rotatedPair('fails');
    git(pair.live, 'config', 'filter.rot.smudge', 'echo "no key for this" >&2; exit 3');
    await allowAll(pair);
    writeFiles(pair.dev, { 'a.rot': 'Hello you\n' });
    const before = git(pair.live, 'rev-parse', 'HEAD');
    const run = await runToEnd(pair);
    expect(run.outcome).toBe('failed');
    expect(run.error?.code).toBe('git-failed');
    expect(run.error?.message).toMatch(/the filter "rot".*a\.rot.*smudge filter/s);
    expect(git(pair.live, 'rev-parse', 'HEAD')).toBe(before);
    isClean(pair.live);
    expect(git(pair.dev, 'status', '--porcelain')).toBe(' M a.rot');
    await pair.close();
  });

  test('many files go through few programs', async () => {
    const { pair, ran } = await rotatedPair('many');
    await allowAll(pair);
    writeFiles(
      pair.dev,
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`many/${i} ä.rot`, `Text ${i}\n`])),
    );
    commitAll(pair.dev, 'many');
    rmSync(ran, { force: true });
    const run = await runToEnd(pair);
    expect(run.outcome).toBe('succeeded');
    expect(readFileSync(join(pair.live, 'many/29 ä.rot'), 'utf8')).toBe('Text 29\n');
    isClean(pair.live);
    // Each file once on its way in; what was written is not asked back.
    expect(
      readFileSync(ran, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('smudge')),
    ).toHaveLength(30);
    await pair.close();
  });

  test('without git, or with something else of its name, the reason is said', async () => {
    const { pair } = await rotatedPair('no-git');
    await allowAll(pair);
    writeFiles(pair.dev, { 'a.rot': 'Hello you\n' });
    await pair.close();
    const fakes = join(top, 'fakes');
    const fake = (name: string, text: string): string => {
      mkdirSync(join(fakes, name), { recursive: true });
      writeFileSync(join(fakes, name, 'git'), `#!/bin/sh\n${text}\n`);
      chmodSync(join(fakes, name, 'git'), 0o755);
      return join(fakes, name);
    };
    for (const [path, words] of [
      ['', /"a\.rot" on Dev uses a git filter \("rot"\), which needs git 2\.38.*git is not installed/],
      ['relative:.', /git is not installed/],
      [fake('old', 'echo git version 2.30.2'), /git 2\.30\.2 is older than 2\.38/],
      [fake('broken', 'exit 1'), /does not answer as git does/],
    ] as const) {
      const again = await openPairAgain(pair, path);
      await expectBlocked(again, 'unsupported-file', words);
      await again.close();
    }
  });
});

async function openPairAgain(pair: Pair, path: string): Promise<Pair> {
  rmSync(pair.dataFolder, { recursive: true });
  return await openPair(pair.folder, pair.dev, pair.live, { environment: { ...gitEnvironment, PATH: path } });
}

describe('what git converts by itself', () => {
  test('files in an encoding of their own are carried as git carries them, without asking', async () => {
    const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
    const pair = await makePair(join(top, 'encoding'), {
      '.gitattributes': '*.txt text working-tree-encoding=UTF-16LE eol=crlf\n',
      'a.txt': utf16('één\r\ntwee\r\n'),
      'b.txt': utf16('b\r\n'),
    });
    expect(git(pair.dev, 'cat-file', 'blob', 'HEAD:a.txt')).toBe('één\ntwee');
    writeFiles(pair.dev, { 'a.txt': utf16('één\r\ndrie\r\n'), 'c.txt': utf16('ü\r\n') });
    const run = await runToEnd(pair);
    expect(run.outcome).toBe('succeeded');
    for (const folder of [pair.dev, pair.live]) {
      expect(readFileSync(join(folder, 'a.txt'))).toEqual(utf16('één\r\ndrie\r\n'));
      expect(readFileSync(join(folder, 'c.txt'))).toEqual(utf16('ü\r\n'));
      isClean(folder);
    }
    expect(await logOf(pair, run.id)).toMatch(/because of files in an encoding of their own/);
    await pair.close();
  });
});

const hasLfs = tryGit(top, ['lfs', 'version']).status === 0;

describe.skipIf(!hasLfs)('Git LFS', () => {
  const lfsPair = async (name: string): Promise<Pair> => {
    const pair = await makePair(join(top, name), { 'index.html': 'one\n' });
    for (const folder of [pair.dev, pair.live]) git(folder, 'lfs', 'install', '--local', '--skip-repo');
    writeFiles(pair.dev, { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' });
    commitAll(pair.dev, 'attributes');
    await allowAll(pair);
    return pair;
  };

  test('what it keeps beside git goes along', async () => {
    const pair = await lfsPair('lfs');
    writeFiles(pair.dev, { 'a.bin': Buffer.alloc(300_000, 'a'), 'b.bin': 'small\n' });
    commitAll(pair.dev, 'large');
    writeFiles(pair.dev, { 'c.bin': Buffer.alloc(100_000, 'c') });
    git(pair.dev, 'add', '-N', 'c.bin');
    await allowAll(pair);
    const run = await runToEnd(pair);
    expect(run.error).toBeNull();
    expect(run.outcome).toBe('succeeded');
    expect(await logOf(pair, run.id)).toMatch(/Dev: uses git .* because of Git LFS/);
    for (const name of ['a.bin', 'b.bin', 'c.bin']) {
      expect(readFileSync(join(pair.live, name))).toEqual(readFileSync(join(pair.dev, name)));
      expect(git(pair.live, 'cat-file', 'blob', `HEAD:${name}`)).toMatch(/^version https:\/\/git-lfs/);
    }
    for (const folder of [pair.dev, pair.live]) {
      isClean(folder);
      expect(tryGit(folder, ['lfs', 'fsck']).status).toBe(0);
    }
    await pair.close();
  });

  test('what is nowhere is said, and nothing moves', async () => {
    const pair = await lfsPair('lfs-missing');
    writeFiles(pair.dev, { 'a.bin': Buffer.alloc(300_000, 'a') });
    commitAll(pair.dev, 'large');
    await allowAll(pair);
    rmSync(join(pair.dev, '.git/lfs/objects'), { recursive: true });
    git(pair.live, 'config', 'lfs.url', 'http://127.0.0.1:1/none');
    const before = git(pair.live, 'rev-parse', 'HEAD');
    const files = bytesOf(pair.live);
    const run = await runToEnd(pair);
    expect(run.outcome).toBe('failed');
    expect(run.error?.message).toMatch(/Git LFS/);
    expect(git(pair.live, 'rev-parse', 'HEAD')).toBe(before);
    expect(Object.keys(bytesOf(pair.live)).filter((path) => !path.startsWith('.git/'))).toEqual(
      Object.keys(files).filter((path) => !path.startsWith('.git/')),
    );
    isClean(pair.live);
    await pair.close();
  });
});
