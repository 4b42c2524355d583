import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tryAcquire } from '../../../src/main/engine/environments/run-lock';
import { git, writeFiles } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { everything, makeClones, startSite } from './branch-site';

async function site(): ReturnType<typeof startSite> {
  const top = tempFolder('detach');
  return startSite(makeClones(top), join(top, '../', `${top.split('/').at(-1) ?? ''}-data`));
}

it('a detached environment keeps folder, branch and data, and is the same when it comes back', async () => {
  const { dev, project, add, call, close } = await site();
  const opened = await add({ name: 'Menu', branch: 'feature/menu' });
  const ids = { projectId: project.id, environmentId: opened.id };
  await call('environment.decideNewFiles', { ...ids, folder: 'exports', decision: 'leave' });
  writeFiles(opened.path, { 'menu.html': 'unsaved\n', 'note.txt': 'mine\n' });
  const before = everything(join(dev, '..'), dev);
  const after = await call('environment.detach', ids);
  expect(after.environments.map(({ name }) => name)).toEqual(['Dev', 'Live']);
  expect(everything(join(dev, '..'), dev)).toEqual(before);
  expect(readFileSync(join(opened.path, 'menu.html'), 'utf8')).toBe('unsaved\n');

  const asFolder = await call('environment.add', {
    projectId: project.id,
    environment: { name: 'Menu', path: opened.path, role: 'flexible' },
  });
  expect(asFolder.environments.find(({ name }) => name === 'Menu')?.id).toBe(opened.id);
  await call('environment.detach', ids);
  const again = await add({ name: 'Card', branch: 'feature/menu' });
  expect(again).toMatchObject({ id: opened.id, path: opened.path });
  const details = await call('environment.get', ids);
  expect(details.newFileDecisions).toEqual([
    { folder: 'exports', reason: 'unknown-kind', decision: 'leave' },
  ]);
  expect(git(opened.path, 'status', '--porcelain')).toBe(' M menu.html\n?? note.txt');
  await close();
});

it('is not detached while a run has it; a folder that is gone can be', async () => {
  const { dev, project, add, call, close } = await site();
  const opened = await add({ name: 'Menu', branch: 'feature/menu' });
  const ids = { projectId: project.id, environmentId: opened.id };
  const place = { id: opened.id, folder: join(dev, '.git/laneway', opened.id) };
  const taken = tryAcquire(place, { run: 'r', what: 'Dev to Menu', who: 'Ana', host: 'test' });
  await expect(call('environment.detach', ids)).rejects.toMatchObject({
    code: 'environment-busy',
    data: { environment: 'Menu' },
  });
  if ('lock' in taken) taken.lock.release();
  git(dev, 'worktree', 'move', opened.path, `${opened.path}-elsewhere`);
  await call('environment.detach', ids);
  const again = await call('environment.add', {
    projectId: project.id,
    environment: { name: 'Menu', path: `${opened.path}-elsewhere`, role: 'flexible' },
  });
  expect(again.environments.at(-1)?.id).toBe(opened.id);
  await close();
});

it('hangs on another lane, and only a flexible one does', async () => {
  const { project, add, call, close } = await site();
  const opened = await add({ name: 'Menu', branch: 'feature/menu' });
  const [dev, live] = project.environments;
  const ids = { projectId: project.id, environmentId: opened.id };
  expect(opened.attachedTo).toBe(dev?.id);
  const attached = await call('environment.attach', { ...ids, attachedTo: live?.id ?? '' });
  expect(attached.environments.at(-1)).toEqual({ ...opened, attachedTo: live?.id });
  const refused = (environmentId: string, attachedTo: string): Promise<unknown> =>
    call('environment.attach', { projectId: project.id, environmentId, attachedTo });
  await expect(refused(opened.id, opened.id)).rejects.toMatchObject({ code: 'lanes-invalid' });
  await expect(refused(dev?.id ?? '', live?.id ?? '')).rejects.toMatchObject({ code: 'not-flexible' });
  await expect(refused(opened.id, 'nobody')).rejects.toMatchObject({ code: 'environment-not-found' });
  await close();
});

it('lists what is open where', async () => {
  const { dev, project, add, call, close } = await site();
  const of = { projectId: project.id, environmentId: project.environments[0]?.id ?? '' };
  git(dev, 'branch', 'free');
  git(dev, 'worktree', 'add', '-q', `${dev}-other`, '-b', 'other');
  const opened = await add({ name: 'Menu', branch: 'feature/menu' });
  const { clone, local } = await call('environment.branches', of);
  expect(clone).toBe(dev);
  expect(local.map(({ name, usedIn }) => [name, usedIn])).toEqual([
    ['feature/menu', { path: opened.path, environment: 'Menu', isMissing: false }],
    ['free', null],
    ['main', { path: dev, environment: 'Dev', isMissing: false }],
    ['other', { path: `${dev}-other`, environment: null, isMissing: false }],
  ]);
  expect(local.map(({ commit }) => commit)).toEqual(local.map(({ name }) => git(dev, 'rev-parse', name)));
  await close();
});
