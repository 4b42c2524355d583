import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../../src/shared/contract/commands';
import type { ErrorCode } from '../../../src/shared/contract/errors';
import { appendConfig, commitAll, git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { picture } from '../../unit/git/worktree/moves';
import { everything, makeClones, startSite, type BranchSite } from './branch-site';

const template = join(tempFolder('branches'), 'template');
beforeAll(() => {
  mkdirSync(template);
  makeClones(template);
});

/** A copy of the clones; `prepare` before Laneway sees them. */
async function site(
  prepare?: (clones: { dev: string; live: string }) => void,
): Promise<BranchSite & { top: string }> {
  const top = join(tempFolder('branches'), 'sites');
  cpSync(template, top, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const clones = { dev: join(top, 'dev'), live: join(top, 'live') };
  for (const folder of Object.values(clones)) git(folder, 'status'); // the copy's files are new to the index
  git(clones.dev, 'remote', 'set-url', 'origin', clones.live);
  prepare?.(clones);
  return { ...(await startSite(clones, join(top, '../data'))), top };
}

/** What native git thinks of a linked folder. */
function expectSound(clone: string, folder: string, branch: string): void {
  expect(git(clone, 'worktree', 'list', '--porcelain').trim().split('\n\n')).toContain(
    `worktree ${folder}\nHEAD ${git(clone, 'rev-parse', branch)}\nbranch refs/heads/${branch}`,
  );
  expect(git(clone, 'worktree', 'prune', '-n', '-v')).toBe('');
  expect(git(folder, 'status', '--porcelain=v2', '--untracked-files=all')).toBe('');
  expect(git(folder, 'diff-files')).toBe(''); // the index knows every file without reading it again
  expect(git(folder, 'fsck', '--strict')).not.toMatch(/missing|broken|error/);
  expect(git(folder, 'symbolic-ref', 'HEAD')).toBe(`refs/heads/${branch}`);
}

const links = (folder: string): string => git(folder, 'rev-parse', '--path-format=absolute', '--git-dir');
const entries = (folder: string): string => git(folder, 'ls-files', '-s', '-t');

/** The same branch, opened by native git in a copy of the clone. */
function byGit(top: string, clone: string, branch: string): string {
  const copy = `${top}/native`;
  cpSync(clone, copy, { recursive: true, verbatimSymlinks: true });
  git(copy, 'worktree', 'add', '-q', '-f', `${copy}-folder`, branch);
  return `${copy}-folder`;
}

describe('a branch of a clone', () => {
  it('is opened as git worktree add opens it, beside the clone', async () => {
    const { top, dev, add, close } = await site();
    const opened = await add({ name: 'Menu', branch: 'feature/menu' });
    await close();
    expect(opened).toMatchObject({
      role: 'flexible',
      branch: 'feature/menu',
      path: join(top, 'dev-feature-menu'),
    });
    expectSound(dev, opened.path, 'feature/menu');
    const native = byGit(top, dev, 'feature/menu');
    expect(picture(opened.path)).toEqual(picture(native));
    expect(entries(opened.path)).toBe(entries(native));
    const ours = readdirSync(links(opened.path)).sort();
    expect(ours).toEqual(
      readdirSync(links(native))
        .filter((name) => !['ORIG_HEAD', 'refs'].includes(name))
        .sort(),
    );
    expect(git(opened.path, 'reflog', 'HEAD', '--format=%H').split('\n')[0]).toBe(
      git(dev, 'rev-parse', 'feature/menu'),
    );
    expect(readdirSync(top)).toEqual(['dev', 'dev-feature-menu', 'live', 'native', 'native-folder']);
  });

  it('is made new, at the head of a lane that is another clone', async () => {
    const { live, dev, project, add, call, close } = await site(({ live: folder }) => {
      writeFiles(folder, { 'hotfix.html': 'fixed\n' });
      commitAll(folder, 'hotfix');
    });
    const liveId = project.environments[1]?.id ?? '';
    const opened = await add({
      name: 'Fix',
      branch: 'ana/fix',
      start: { kind: 'environment' },
      attachedTo: liveId,
    });
    expect(opened.attachedTo).toBe(liveId);
    expect(git(dev, 'rev-parse', 'ana/fix')).toBe(git(live, 'rev-parse', 'main'));
    expect(readFileSync(join(opened.path, 'hotfix.html'), 'utf8')).toBe('fixed\n');
    expectSound(dev, opened.path, 'ana/fix');
    expect(git(dev, 'log', '-g', '--format=%H', 'ana/fix')).toBe(git(live, 'rev-parse', 'main'));
    expect(tryGit(dev, ['config', '--get-regexp', '^branch.ana']).status).toBe(1); // follows no server
    await call('overview.get', { projectId: project.id, watch: false });
    await close();
  });

  it('is made new from a branch of a server', async () => {
    const { dev, project, add, call, close } = await site(({ dev: folder, live }) => {
      git(live, 'branch', 'spring');
      git(folder, 'fetch', '-q', 'origin');
    });
    const ids = { projectId: project.id, environmentId: project.environments[0]?.id ?? '' };
    const list = await call('environment.branches', ids);
    expect(list.remote.map(({ name, branch }) => [name, branch])).toEqual([
      ['origin/main', 'main'],
      ['origin/spring', 'spring'],
    ]);
    const opened = await add({
      name: 'Spring',
      branch: 'spring',
      start: { kind: 'remote', branch: 'origin/spring' },
    });
    await close();
    expectSound(dev, opened.path, 'spring');
  });

  it('goes through the settings of the folder that it is made from', async () => {
    const filter = { clean: 'tr a-z A-Z', smudge: 'tr A-Z a-z' };
    const prepare = ({ dev }: { dev: string }): void => {
      for (const [name, command] of Object.entries(filter))
        appendConfig(join(dev, '.git/config'), `filter.case.${name}`, command);
      writeFiles(dev, { '.gitattributes': '*.txt text eol=crlf\n*.low filter=case\n', 'a.low': 'shout\n' });
      commitAll(dev, 'filtered');
      git(dev, 'branch', '-f', 'feature/menu');
      git(dev, 'sparse-checkout', 'set', '--cone', 'css');
    };
    const { top, dev, project, add, call, close } = await site(prepare);
    const before = everything(top, dev);
    await expect(add({ name: 'Menu', branch: 'feature/menu' })).rejects.toMatchObject({
      code: 'unsupported-repository',
    });
    expect(everything(top, dev)).toEqual(before);
    const { programs } = await call('project.programs', { projectId: project.id });
    await call('project.trust', { projectId: project.id, commands: programs.map(({ command }) => command) });
    const opened = await add({ name: 'Menu', branch: 'feature/menu' });
    await close();
    expect(readFileSync(join(opened.path, 'a.low'), 'utf8')).toBe('shout\n');
    expect(existsSync(join(opened.path, 'grüße'))).toBe(false);
    const native = byGit(top, dev, 'feature/menu');
    expect(picture(opened.path)).toEqual(picture(native));
    expect(entries(opened.path)).toBe(entries(native));
    expect(git(opened.path, 'config', '--worktree', '--list')).toBe(
      git(native, 'config', '--worktree', '--list'),
    );
    expectSound(dev, opened.path, 'feature/menu');
  });

  it('is opened from a linked folder of a bare clone, whose own settings say that it is bare', async () => {
    const { top, live, dev, call, project, add, close } = await site();
    const bare = join(top, 'store.git');
    git(top, 'clone', '-q', '--bare', dev, bare);
    git(bare, 'config', 'extensions.worktreeConfig', 'true');
    git(bare, 'config', '--worktree', 'core.bare', 'true');
    git(bare, 'config', '--worktree', 'core.precomposeunicode', 'false');
    git(bare, 'config', '--unset', 'core.bare');
    git(bare, 'worktree', 'add', '-q', join(top, 'first'), 'main');
    appendConfig(join(links(join(top, 'first')), 'config.worktree'), 'laneway.odd', ' a "b" \\ c;#');
    await call('environment.add', {
      projectId: project.id,
      environment: { name: 'First', path: join(top, 'first'), role: 'flexible' },
    });
    const opened = await add({ name: 'Menu', branch: 'feature/menu' }, 'First');
    await close();
    expect(opened.path).toBe(join(top, 'first-feature-menu'));
    expectSound(bare, opened.path, 'feature/menu');
    expect(git(opened.path, 'config', 'laneway.odd')).toBe(' a "b" \\ c;#');
    expect(git(opened.path, 'rev-parse', '--is-bare-repository')).toBe('false');
    expect(existsSync(live)).toBe(true);
  });

  it('takes an empty folder, and a name of its own among the linked folders', async () => {
    const { top, dev, add, close } = await site(({ dev: folder }) => {
      git(folder, 'worktree', 'add', '-q', '--detach', join(folder, '../a/place'));
      mkdirSync(join(folder, '../b/place'), { recursive: true });
    });
    const opened = await add({ name: 'Menu', branch: 'feature/menu', path: join(top, 'b/place') });
    await close();
    expect(readdirSync(join(dev, '.git/worktrees')).sort()).toEqual(['place', 'place1']);
    expectSound(dev, opened.path, 'feature/menu');
  });
});

type Added = Input<'environment.addBranch'>['added'];
const fresh = { kind: 'environment' } as const;
const refusals: [string, ErrorCode, Added, ((clones: { dev: string; live: string }) => void)?][] = [
  ['no such branch', 'branch-missing', { name: 'X', branch: 'nope' }],
  ['the branch of the clone itself', 'branch-in-use', { name: 'X', branch: 'main' }],
  [
    'a branch of a linked folder that is gone',
    'branch-in-use',
    { name: 'X', branch: 'feature/menu' },
    ({ dev }) => {
      git(dev, 'worktree', 'add', '-q', '--lock', `${dev}-gone`, 'feature/menu');
      rmSync(`${dev}-gone`, { recursive: true });
    },
  ],
  [
    'a branch that is being bisected',
    'branch-in-use',
    { name: 'X', branch: 'feature/menu' },
    ({ dev }) => {
      git(dev, 'worktree', 'add', '-q', `${dev}-bisect`, 'feature/menu');
      git(`${dev}-bisect`, 'bisect', 'start', 'HEAD', 'HEAD~2');
    },
  ],
  ['a new one that is there', 'branch-exists', { name: 'X', branch: 'feature/menu', start: fresh }],
  ['a name that differs in capitals', 'ref-in-the-way', { name: 'X', branch: 'Feature/Menu', start: fresh }],
  [
    'a folder that differs in capitals',
    'ref-in-the-way',
    { name: 'X', branch: 'FEATURE/other', start: fresh },
  ],
  ['a branch above another', 'ref-in-the-way', { name: 'X', branch: 'feature', start: fresh }],
  ['a branch below another', 'ref-in-the-way', { name: 'X', branch: 'main/x', start: fresh }],
  ...['-x', 'HEAD', 'a..b', 'a b', 'x.lock', 'a//b', '.x', 'x.', '@', 'a@{b', 'x\\y', '../../config'].map(
    (branch): [string, ErrorCode, Added] => [
      `the name ${branch}`,
      'ref-invalid',
      { name: 'X', branch, start: fresh },
    ],
  ),
  ['a way out of the branches', 'ref-invalid', { name: 'X', branch: '../../config' }],
  ['a name that is taken', 'environment-name-taken', { name: 'live', branch: 'feature/menu' }],
  ['no such lane', 'environment-not-found', { name: 'X', branch: 'feature/menu', attachedTo: 'nobody' }],
  [
    'a folder with something in it',
    'target-not-empty',
    { name: 'X', branch: 'feature/menu' },
    ({ dev }) => writeFiles(`${dev}-feature-menu`, { 'note.txt': 'mine' }),
  ],
  [
    'a file at its place',
    'target-not-empty',
    { name: 'X', branch: 'feature/menu' },
    ({ dev }) => writeFileSync(`${dev}-feature-menu`, 'mine'),
  ],
  [
    'another site',
    'no-common-history',
    { name: 'X', branch: 'other' },
    ({ dev }) => {
      git(dev, 'update-ref', 'refs/heads/other', git(dev, 'commit-tree', '-m', 'x', 'HEAD^{tree}'));
    },
  ],
  [
    'a place that git remembers',
    'folder-remembered',
    { name: 'X', branch: 'feature/menu' },
    ({ dev }) => {
      git(dev, 'worktree', 'add', '-q', '--detach', '--lock', `${dev}-feature-menu`);
      rmSync(`${dev}-feature-menu`, { recursive: true });
    },
  ],
];

describe('what is refused, changing nothing', () => {
  it.each(refusals)('%s', async (_, code, added, prepare) => {
    const { top, dev, add, close } = await site(prepare);
    const before = everything(top, dev);
    await expect(add(added)).rejects.toMatchObject({ code });
    await close();
    expect(everything(top, dev)).toEqual(before);
    if (code !== 'ref-invalid') return;
    expect(
      tryGit(dev, ['check-ref-format', '--branch', added.branch]).status === 0 && added.branch !== '@',
    ).toBe(false);
  });

  it.each([
    ['a folder inside the clone', 'dev/css/menu', 'not-permitted'],
    ['a folder inside its git folder', 'dev/.git/menu', 'not-permitted'],
    ['the clone itself', 'dev', 'target-not-empty'],
    ['a folder of which not even the one above is there', 'no/such/menu', 'folder-missing'],
  ] as const)('%s', async (_, path, code) => {
    const { top, dev, add, close } = await site();
    const before = everything(top, dev);
    await expect(add({ name: 'X', branch: 'feature/menu', path: join(top, path) })).rejects.toMatchObject({
      code,
    });
    await close();
    expect(everything(top, dev)).toEqual(before);
  });

  it('a linked folder as a lane', async () => {
    const { dev, project, call, close } = await site(({ dev: folder }) => {
      git(folder, 'worktree', 'add', '-q', `${folder}-linked`, 'feature/menu');
    });
    const environment = { name: 'Test', path: `${dev}-linked`, role: 'staging' } as const;
    await expect(call('environment.add', { projectId: project.id, environment })).rejects.toMatchObject({
      code: 'linked-folder',
    });
    await close();
  });
});
