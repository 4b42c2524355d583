import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWatcher } from '../../../src/main/engine/watch/create-watcher';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import { git, gitEnvironment, writeFiles } from '../../fixtures/git-oracle';
import { makePair, refused, start, workOnBoth } from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('restless');

describe('files that do not stand still', () => {
  for (const side of ['dev', 'live'] as const)
    test(`one that is still being written on ${side} blocks, and is named`, async () => {
      const pair = await makePair(join(top, side));
      workOnBoth(pair);
      const file = join(pair[side], 'css/site.css');
      const writer = spawn('bash', ['-c', `while :; do echo more >> "${file}"; echo; sleep 0.01; done`], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await once(writer.stdout, 'data');
      const plan = await pair.plan('Dev', 'Live');
      const finding = plan.findings.find(({ code }) => code === 'still-being-written');
      expect(finding).toMatchObject({ level: 'block', paths: ['css/site.css'] });
      expect(finding?.message).toMatch(/are still being written; wait a moment: css\/site\.css/);
      expect(plan.blocked).toBe(true);
      expect(['plan-blocked', 'plan-stale']).toContain((await refused(start(pair, plan))).code);
      writer.kill();
      await once(writer, 'exit');
      const calm = await pair.plan('Dev', 'Live');
      expect(calm.findings.map(({ code }) => code)).not.toContain('still-being-written');
      expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
      await pair.close();
    });

  test('one that settles while the plan is made is taken as it came to rest', async () => {
    const pair = await makePair(join(top, 'settles'));
    const file = join(pair.dev, 'css/site.css');
    writeFileSync(file, 'half');
    setTimeout(() => writeFileSync(file, 'half, and the rest\n'), 300);
    const plan = await pair.plan('Dev', 'Live');
    expect(plan.blocked).toBe(false);
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    expect(readFileSync(join(pair.live, 'css/site.css'), 'utf8')).toBe('half, and the rest\n');
    expect(git(pair.dev, 'status', '--porcelain')).toBe('');
    await pair.close();
  });

  test('a clock that is wrong by years does not make everybody wait', async () => {
    const pair = await makePair(join(top, 'clock'));
    const then = new Date('2040-01-01');
    writeFiles(pair.dev, { 'css/site.css': 'from the future\n' });
    utimesSync(join(pair.dev, 'css/site.css'), then, then);
    const started = performance.now();
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    expect(performance.now() - started).toBeLessThan(4000);
    await pair.close();
  });
});

describe('more folders than the system can watch', () => {
  test('are looked at from time to time instead, and that is said', async () => {
    const pair = await makePair(join(top, 'folders'));
    for (let n = 0; n < 30; n++) writeFiles(pair.dev, { [`many/${n}/x.html`]: 'x\n' });
    const watcher = createWatcher({
      clock: { now: () => Date.now() },
      logger: { info: () => undefined, warn: () => undefined },
      maximumWatches: 10,
      recursive: false,
    });
    const handle = watcher.watch(openRepository(pair.dev, gitEnvironment), () => undefined);
    expect(handle.state).toBe('sweep');
    expect(handle.note).toMatch(/more folders than this computer can watch at once.*every 10 seconds/);
    watcher.close();
    await pair.close();
  });
});
