import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '../app';
import type { DoubleApp } from './launch';

/** A copy of the build whose engine is the small one of the tests (test/fixtures/programs). */
function buildWithSmallEngine(folder: string): string {
  const build = join(folder, 'small', 'out');
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(resolve('out', part), join(build, part), { recursive: true });
  cpSync(resolve('out/test-programs'), join(build, 'main'), { recursive: true });
  cpSync(join(build, 'main', 'double-engine-worker.mjs'), join(build, 'main', 'engine-worker.js'));
  cpSync(resolve('package.json'), join(folder, 'small', 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'small', 'node_modules'), 'junction');
  return join(build, 'main', 'index.js');
}

const dialogs = (double: DoubleApp): number => double.notes.filter((note) => note.type === 'dialog').length;
const stopped = { type: 'notification', title: 'stopped', body: 'r1' };

test('quitting asks about a run that can still be stopped, and stays when the person would rather wait', async ({
  launch,
  folder,
}) => {
  const { double, page } = await launch({
    main: buildWithSmallEngine(folder),
    env: { SMALL_ENGINE: 'busy' },
  });
  if (!double) throw new Error('only in the double');
  double.answerDialog({ response: 0 });
  double.closeWindow();
  await expect.poll(() => dialogs(double)).toBe(1);
  expect(page.isClosed()).toBe(false);
  expect(double.notes).not.toContainEqual(stopped);

  double.answerDialog({ response: 1 });
  double.closeWindow();
  expect(await double.ended).toBe(0);
  expect(double.notes).toContainEqual(stopped);
  expect(double.notes).toContainEqual({ type: 'notification', title: 'closed', body: 'in order' });
});

test('an engine that dies is said in a dialog, not by silence', async ({ launch, folder }) => {
  const app = await launch({ main: buildWithSmallEngine(folder) });
  const { double } = app;
  if (!double) throw new Error('only in the double');
  double.answerDialog({ response: 1 });
  expect(await app.answer('project.remove', { projectId: 'a' })).toMatchObject({
    ok: false,
    error: { code: 'internal', data: { detail: expect.stringContaining('out of luck') as unknown } },
  });
  expect(await double.ended).toBe(1);
  expect(dialogs(double)).toBe(1);
});
