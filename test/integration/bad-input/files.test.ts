import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import {
  age,
  bothVisible,
  expectBlocked,
  found,
  makePair,
  refused,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';
import { madeUpId } from '../../fixtures/object-format';

const top = tempFolder('files');
const makeNamed = (name: string): Promise<Pair> => makePair(join(top, name));

/** Everything on both sides is what was planned, and git agrees. */
async function expectDeployed(pair: Pair): Promise<void> {
  const plan = await pair.plan('Dev', 'Live');
  const record = await pair.deploy('Dev', 'Live');
  expect(record.error).toBeNull();
  expect(record.outcome).toBe('succeeded');
  for (const folder of [pair.dev, pair.live]) {
    expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  }
}

describe('names', () => {
  test('with blanks, umlauts, emoji, line breaks, 255 bytes and bytes that are no UTF-8 arrive as they are', async () => {
    const pair = await makeNamed('names');
    const names = [
      ' leading and trailing ',
      'umlaut \u00fc.html',
      'emoji \u{1f600}.css',
      'line\nbreak.txt',
      'tab\tand"quote\'.txt',
      '-rf',
      `${'\u00e4'.repeat(125)}.html`,
      'nul-ish\u0001.txt',
    ];
    for (const name of names) writeFileSync(join(pair.dev, 'pages', name), `${name}\n`);
    const raw = Buffer.concat([
      Buffer.from(`${pair.dev}/pages/latin1-`),
      Buffer.from([0xe9, 0xff]),
      Buffer.from('.html'),
    ]);
    writeFileSync(raw, 'raw\n');
    commitAll(pair.dev, 'names');
    // And unsaved: of a kind that goes along without asking.
    writeFileSync(join(pair.dev, 'pages', 'unsaved \u00e9.html'), 'unsaved\n');
    age(pair.dev, 'pages/unsaved \u00e9.html');
    await expectDeployed(pair);
    for (const name of names) expect(readFileSync(join(pair.live, 'pages', name), 'utf8')).toBe(`${name}\n`);
    expect(
      readFileSync(
        Buffer.from(raw.toString('latin1').replace('/dev/pages/', '/live/pages/'), 'latin1'),
        'utf8',
      ),
    ).toBe('raw\n');
    await pair.close();
  });

  test('that differ only in case or Unicode form: a warning, and a block where they are one file', async () => {
    const pair = await makeNamed('case');
    writeFiles(pair.live, { 'pages/About.html': 'Live\n', 'pages/u\u0308ber.html': 'nfd\n' });
    commitAll(pair.live, 'on live');
    writeFiles(pair.dev, { 'pages/about.html': 'dev\n', 'pages/\u00fcber.html': 'nfc\n' });
    commitAll(pair.dev, 'on dev');
    const warned = found(await pair.plan('Dev', 'Live'), 'case-collision');
    expect(warned.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn', 'warn']);
    expect(warned[0]?.message).toMatch(/"pages\/about.html" and "pages\/About.html" differ only in case/);
    git(pair.live, 'config', 'core.ignorecase', 'true');
    await expectBlocked(pair, 'case-collision', /Rename one of them/);
    git(pair.live, 'config', 'core.ignorecase', 'false');
    await expectDeployed(pair);
    await pair.close();
  });

  test('that leave the folder, or are git\u2019s own, never arrive', async () => {
    for (const [at, path] of [
      '.git/hooks/post-checkout',
      '.GIT/config',
      'git~1/x',
      'pages/../../x',
    ].entries()) {
      const pair = await makeNamed(`unsafe-${at}`);
      putUnsafe(pair.live, path);
      const before = bothVisible(pair);
      const plan = await pair.plan('Live', 'Dev', 'merge-back');
      const [finding] = found(plan, 'path-unsafe');
      expect(finding?.level, path).toBe('block');
      expect(finding?.message).toMatch(/cannot be written to Dev.*Rename it/);
      const ends = { projectId: pair.project.id, from: pair.id('Live'), to: pair.id('Dev') };
      const run = { ...ends, kind: 'merge-back' as const, message: '', planHash: plan.hash };
      expect((await refused(pair.call('deploy.start', run))).code).toBe('plan-blocked');
      expect(bothVisible(pair)).toEqual(before);
      await pair.close();
    }
  });
});

/** Adds a file under a name that native git refuses to take into an index, but that can come from a server. */
function putUnsafe(folder: string, path: string): void {
  const blob = git(folder, 'rev-parse', 'HEAD:index.html');
  const tree = (lines: string): string => tryGit(folder, ['mktree'], lines).stdout.toString().trim();
  const line = ([name = '', ...below]: readonly string[]): string =>
    below.length ? `040000 tree ${tree(line(below))}\t${name}\n` : `100755 blob ${blob}\t${name}\n`;
  const others = git(folder, 'ls-tree', 'HEAD')
    .split('\n')
    .filter((entry) => !entry.endsWith(`\t${path.split('/')[0] ?? ''}`));
  const commit = git(
    folder,
    'commit-tree',
    '-p',
    'HEAD',
    '-m',
    'x',
    tree(`${others.join('\n')}\n${line(path.split('/'))}`),
  );
  writeFileSync(join(folder, '.git/refs/heads/main'), `${commit}\n`);
}

describe('links', () => {
  test('that point outside are named, brought as links, and never written through', async () => {
    const pair = await makeNamed('links');
    const outside = tempFolder('outside');
    symlinkSync(outside, join(pair.dev, 'media'));
    symlinkSync('../../etc/passwd', join(pair.dev, 'pages/secret.html'));
    commitAll(pair.dev, 'links');
    const warned = found(await pair.plan('Dev', 'Live'), 'link-outside');
    expect(warned.map(({ path, level }) => [path, level])).toEqual([
      ['media', 'warn'],
      ['pages/secret.html', 'warn'],
    ]);
    await expectDeployed(pair);
    expect(readlinkSync(join(pair.live, 'media'))).toBe(outside);
    // The folder becomes a real one with files, and a link again.
    rmSync(join(pair.dev, 'media'));
    writeFiles(pair.dev, { 'media/one.html': 'one\n' });
    commitAll(pair.dev, 'a real folder');
    await expectDeployed(pair);
    expect(lstatSync(join(pair.live, 'media')).isDirectory()).toBe(true);
    rmSync(join(pair.dev, 'media'), { recursive: true });
    symlinkSync(outside, join(pair.dev, 'media'));
    commitAll(pair.dev, 'a link again');
    await expectDeployed(pair);
    expect(existsSync(join(outside, 'one.html'))).toBe(false);
    await pair.close();
  });

  test('somebody put a link in the place of a folder on the target: what arrives does not go through it', async () => {
    const pair = await makeNamed('linked-folder');
    const outside = tempFolder('outside');
    rmSync(join(pair.live, 'pages'), { recursive: true });
    symlinkSync(outside, join(pair.live, 'pages'));
    writeFiles(pair.dev, { 'pages/b.html': 'b\n' });
    commitAll(pair.dev, 'a page');
    const plan = await pair.plan('Dev', 'Live');
    expect(plan.blocked).toBe(true);
    await expectBlocked(
      pair,
      plan.findings.find(({ level }) => level === 'block')?.code ?? 'conflict',
      /pages|changed/,
    );
    expect(existsSync(join(outside, 'b.html'))).toBe(false);
    await pair.close();
  });
});

describe('files in the way on the target', () => {
  test('that nobody saved, that are ignored, or stand where a folder must be', async () => {
    const pair = await makeNamed('in-the-way');
    writeFiles(pair.dev, { 'notes.xyz': 'dev\n', 'cache/a.html': 'dev\n', 'folder/in.html': 'dev\n' });
    commitAll(pair.dev, 'three files');
    writeFiles(pair.live, { 'notes.xyz': 'live\n' });
    await expectBlocked(pair, 'untracked-in-the-way', /notes\.xyz.*Move them away/);
    rmSync(join(pair.live, 'notes.xyz'));
    writeFileSync(join(pair.live, '.git/info/exclude'), 'cache/\nfolder\n');
    writeFiles(pair.live, { 'cache/a.html': 'cached\n', folder: 'a file\n' });
    const plan = await expectBlocked(pair, 'untracked-in-the-way', /cache\/a\.html.*folder|folder.*cache/);
    expect(found(plan, 'untracked-in-the-way')[0]?.paths).toEqual(['cache/a.html', 'folder']);
    rmSync(join(pair.live, 'cache'), { recursive: true });
    rmSync(join(pair.live, 'folder'));
    await expectDeployed(pair);
    await pair.close();
  });

  test('a file named like a folder on the other side is a conflict, or is swapped where only one changed', async () => {
    const pair = await makeNamed('swap');
    rmSync(join(pair.dev, 'css'), { recursive: true });
    writeFiles(pair.dev, { css: 'now a file\n' });
    commitAll(pair.dev, 'a file');
    await expectDeployed(pair);
    expect(readFileSync(join(pair.live, 'css'), 'utf8')).toBe('now a file\n');
    rmSync(join(pair.live, 'css'));
    writeFiles(pair.live, { 'css/new.css': 'a folder\n' });
    commitAll(pair.live, 'a folder');
    writeFiles(pair.dev, { css: 'edited\n' });
    commitAll(pair.dev, 'edited');
    await expectBlocked(pair, 'conflict', /both changed/);
    await pair.close();
  });
});

describe('work that another program has not finished', () => {
  const operations: readonly (readonly [string, (folder: string) => void])[] = [
    ['merge', (folder) => tryGit(folder, ['merge', 'other'])],
    ['rebase', (folder) => tryGit(folder, ['rebase', 'other'])],
    ['cherry-pick', (folder) => tryGit(folder, ['cherry-pick', 'other'])],
    ['revert', (folder) => tryGit(folder, ['revert', '--no-edit', 'HEAD~1'])],
  ];
  for (const [name, begin] of operations)
    for (const side of ['dev', 'live'] as const)
      test(`a ${name} on ${side}`, async () => {
        const pair = await makeNamed(`${name}-${side}`);
        const folder = pair[side];
        git(folder, 'checkout', '-q', '-b', 'other');
        writeFiles(folder, { 'index.html': 'other\n' });
        commitAll(folder, 'other');
        git(folder, 'checkout', '-q', 'main');
        for (const text of ['mine\n', 'mine again\n']) {
          writeFiles(folder, { 'index.html': text });
          commitAll(folder, text);
        }
        begin(folder);
        const lane = side === 'dev' ? 'Dev' : 'Live';
        if (name === 'rebase') {
          // A rebase takes HEAD off its branch: that is what is said.
          await expect(pair.plan('Dev', 'Live')).rejects.toMatchObject({ code: 'detached-head' });
          const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
          expect(lanes.find(({ environment }) => environment.name === lane)?.problem?.message).toMatch(
            /rebase/,
          );
        } else
          await expectBlocked(
            pair,
            'operation-in-progress',
            new RegExp(`A ${name} is unfinished on ${lane}.*Finish or abort`),
          );
        await pair.close();
      });

  test('files in conflict without any operation, and partly staged files', async () => {
    const pair = await makeNamed('unmerged');
    writeFiles(pair.dev, { 'pages/a.html': 'staged\n' });
    git(pair.dev, 'add', '-A');
    writeFiles(pair.dev, { 'pages/a.html': 'and changed\n' });
    age(pair.dev, 'pages/a.html');
    await expectBlocked(pair, 'partly-staged', /prepared a commit on Dev.*pages\/a\.html/);
    git(pair.dev, 'reset', '-q', '--hard');
    git(pair.live, 'checkout', '-q', '-b', 'other');
    writeFiles(pair.live, { 'index.html': 'other\n' });
    commitAll(pair.live, 'other');
    git(pair.live, 'checkout', '-q', 'main');
    writeFiles(pair.live, { 'index.html': 'main\n' });
    commitAll(pair.live, 'main');
    tryGit(pair.live, ['merge', 'other']);
    rmSync(join(pair.live, '.git/MERGE_HEAD'));
    await expectBlocked(pair, 'unmerged-files', /Files on Live are in conflict already.*index\.html/);
    await pair.close();
  });
});

/** As `git lfs install --local` does. */
const withLfs = (folder: string): string =>
  git(folder, 'config', 'filter.lfs.process', 'git-lfs filter-process');

describe('what would have to run programs', () => {
  test('a filter on a touched path blocks on either side, also where only the result has it', async () => {
    const pair = await makeNamed('filter-target');
    withLfs(pair.live);
    writeFileSync(join(pair.live, '.git/info/attributes'), '*.css filter=lfs\n');
    writeFiles(pair.dev, { 'css/site.css': 'a\nB\n' });
    commitAll(pair.dev, 'style');
    const plan = await expectBlocked(
      pair,
      'untrusted-programs',
      /Files on Live go through programs.*git-lfs filter-process.*"css\/site\.css".*allow these programs/,
    );
    expect(found(plan, 'untrusted-programs').map(({ path }) => path)).toEqual(['css/site.css']);
    rmSync(join(pair.live, '.git/info/attributes'));
    // Deleting it needs the filter as well: without it nobody can say whether it was edited.
    writeFiles(pair.dev, { 'css/site.css': null });
    commitAll(pair.dev, 'no style');
    git(pair.live, 'config', '--unset', 'filter.lfs.process');
    writeFiles(pair.live, { '.gitattributes': 'css/** filter=lfs\n' });
    commitAll(pair.live, 'attributes');
    withLfs(pair.live);
    await expectBlocked(pair, 'untrusted-programs', /site\.css/);
    await pair.close();
  });

  test('a filter that arrives with the files, and an encoding on what comes back', async () => {
    const pair = await makeNamed('filter-arrives');
    writeFiles(pair.dev, { '.gitattributes': '*.bin filter=lfs\n', 'big.bin': 'pointer\n' });
    commitAll(pair.dev, 'lfs');
    withLfs(pair.live);
    await expectBlocked(pair, 'untrusted-programs', /on Live.*"big\.bin"/);
    const back = await makeNamed('filter-back');
    writeFiles(back.live, { 'css/new.css': 'new\n' });
    commitAll(back.live, 'on live');
    writeFiles(back.dev, { 'index.html': 'dev\n' });
    commitAll(back.dev, 'on dev');
    writeFileSync(join(back.dev, '.git/info/attributes'), 'css/new.css working-tree-encoding=UTF-16\n');
    expect((await back.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    expect(readFileSync(join(back.dev, 'css/new.css')).toString('utf16le')).toContain('new\n');
    await back.close();
    await pair.close();
  });

  test('an unsaved file behind a filter blocks where it is', async () => {
    const pair = await makeNamed('filter-dirty');
    writeFiles(pair.dev, { '.gitattributes': '*.css filter=lfs\n' });
    commitAll(pair.dev, 'attributes');
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    withLfs(pair.dev);
    writeFiles(pair.dev, { 'css/site.css': 'edited\n' });
    age(pair.dev, 'css/site.css');
    await expectBlocked(pair, 'untrusted-programs', /on Dev.*"css\/site\.css"/);
    await pair.close();
  });

  test('hooks are said and not run, on neither side', async () => {
    const pair = await makeNamed('hooks');
    workOnBoth(pair);
    const proof = join(top, 'hook-ran');
    for (const folder of [pair.dev, pair.live])
      for (const hook of [
        'pre-commit',
        'post-checkout',
        'post-merge',
        'reference-transaction',
        'post-commit',
      ]) {
        writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\ntouch "${proof}"\n`);
        chmodSync(join(folder, '.git/hooks', hook), 0o755);
      }
    const notices = found(await pair.plan('Dev', 'Live'), 'hooks-not-run');
    expect(notices.map(({ level, message }) => [level, message])).toEqual([
      [
        'notice',
        expect.stringMatching(/^Dev has commit hooks \(.*pre-commit.*\); Laneway does not run them/),
      ],
      ['notice', expect.stringMatching(/^Live has commit hooks/)],
    ]);
    const record = await pair.deploy('Dev', 'Live');
    expect(record.outcome).toBe('succeeded');
    expect(existsSync(proof)).toBe(false);
    await pair.close();
  });

  test('a submodule moves as the pointer that it is', async () => {
    const pair = await makeNamed('submodule');
    const [first, second] = [git(pair.dev, 'rev-parse', 'HEAD'), madeUpId('c')];
    mkdirSync(join(pair.dev, 'plugin'));
    for (const commit of [first, second]) {
      git(pair.dev, 'update-index', '--add', '--cacheinfo', `160000,${commit},plugin`);
      git(pair.dev, 'commit', '-q', '-m', 'a plugin');
      await expectDeployed(pair);
      expect(git(pair.live, 'ls-tree', 'HEAD', 'plugin')).toContain(`160000 commit ${commit}`);
    }
    await pair.close();
  });
});

describe('something that is no file', () => {
  test('a pipe in the place of a file of the site', async () => {
    const pair = await makeNamed('pipe');
    workOnBoth(pair);
    renameSync(join(pair.dev, 'css/site.css'), join(pair.dev, 'css/away'));
    rmSync(join(pair.dev, 'css/away'));
    tryGit(pair.dev, ['-c', `alias.pipe=!mkfifo css/site.css`, 'pipe']);
    expect(lstatSync(join(pair.dev, 'css/site.css')).isFIFO()).toBe(true);
    await expect(pair.plan('Dev', 'Live')).rejects.toMatchObject({
      code: 'file-unreadable',
      data: { path: 'css/site.css' },
    });
    await pair.close();
  });

  test('a new link to a pipe goes along as a link; nothing waits for the pipe', async () => {
    const pair = await makeNamed('pipe-link');
    workOnBoth(pair);
    symlinkSync('../pipe', join(pair.dev, 'css/link.css'));
    tryGit(pair.dev, ['-c', `alias.pipe=!mkfifo ../pipe`, 'pipe']);
    expect(lstatSync(join(pair.dev, '../pipe')).isFIFO()).toBe(true);
    expect((await pair.plan('Dev', 'Live')).leftHere).toEqual([]);
    await expectDeployed(pair);
    expect(git(pair.live, 'ls-tree', 'HEAD', 'css/link.css')).toMatch(/^120000 /);
    await pair.close();
  });
});
