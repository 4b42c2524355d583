import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toErrorAnswer } from '../../../src/main/engine/errors';
import type { EnginePorts } from '../../../src/main/engine/ports';
import type { PhaseId } from '../../../src/shared/domain/run';
import { git } from '../../fixtures/git-oracle';
import {
  atPhase,
  bothVisible,
  expectClear,
  makePair,
  openPair,
  refused,
  start,
  visible,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { ended } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('vanishing');

/** A pair whose engine tells `hook` of every event. */
async function makeWatched(
  name: string,
): Promise<{ pair: Pair; hook: (emit: NonNullable<EnginePorts['emit']>) => void }> {
  const made = await makePair(join(top, name));
  await made.close();
  workOnBoth(made);
  let told: NonNullable<EnginePorts['emit']> = () => undefined;
  const second = join(top, `${name}-again`);
  mkdirSync(second);
  const pair = await openPair(second, made.dev, made.live, {
    emit: (event, payload) => told(event, payload),
  });
  return { pair, hook: (emit) => (told = emit) };
}

/** Ways in which a folder goes away and comes back. */
const ways: Record<string, { go(path: string): void; back(path: string): void }> = {
  renamed: {
    go: (path) => renameSync(path, `${path}-away`),
    back: (path) => renameSync(`${path}-away`, path),
  },
  // A drive that is not mounted any more leaves an empty folder.
  unmounted: {
    go(path) {
      renameSync(path, `${path}-away`);
      mkdirSync(path);
    },
    back(path) {
      // Whatever was made in there meanwhile would be hidden by the drive.
      renameSync(path, `${path}-shadow`);
      renameSync(`${path}-away`, path);
    },
  },
  'a broken link': {
    go(path) {
      renameSync(path, `${path}-away`);
      symlinkSync(`${path}-nowhere`, path);
    },
    back(path) {
      renameSync(path, `${path}-link`);
      renameSync(`${path}-away`, path);
    },
  },
};

describe('a folder that goes away in the middle of a run', () => {
  const before: readonly PhaseId[] = ['wait', 'merge', 'push'];
  for (const way of ['renamed', 'unmounted', 'a broken link'])
    for (const phase of before)
      for (const side of ['dev', 'live'] as const)
        test(`${side} is ${way} when ${phase} begins: nothing has happened, and it is said which folder`, async () => {
          const { go, back } = ways[way] ?? expect.fail();
          const { pair, hook } = await makeWatched(`${way.replaceAll(' ', '-')}-${phase}-${side}`);
          const folder = pair[side];
          const state = bothVisible(pair);
          const plan = await pair.plan('Dev', 'Live');
          let gone = false;
          const leave = atPhase(phase, () => {
            gone = true;
            go(folder);
          });
          hook(leave);
          // Phases before a run is accepted are not told: then it goes while it is planned.
          const running = start(pair, plan).then(
            (runId) => ended(() => pair.call('run.get', { runId })).then(({ error }) => error),
            toErrorAnswer,
          );
          if (phase === 'wait') {
            gone = true;
            go(folder);
          }
          const error = await running;
          expect(gone).toBe(true);
          expect(error?.code).toBe(
            phase === 'wait' && way === 'unmounted' ? 'not-a-clone' : 'folder-missing',
          );
          expect(error?.message).toContain(folder);
          if (error) expectClear(error);
          const overview = await pair.call('overview.get', { projectId: pair.project.id });
          expect(overview.lanes.map(({ problem }) => problem?.code).filter(Boolean)).toHaveLength(1);
          back(folder);
          await pair.call('overview.get', { projectId: pair.project.id });
          expect(bothVisible(pair)).toEqual(state);
          expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
          await pair.close();
        });

  for (const way of ['renamed', 'unmounted'])
    for (const side of ['dev', 'live'] as const)
      test(`${side} is ${way} after the commit point: it is finished when it is back`, async () => {
        const { go, back } = ways[way] ?? expect.fail();
        const { pair, hook } = await makeWatched(`after-${way}-${side}`);
        const folder = pair[side];
        const plan = await pair.plan('Dev', 'Live');
        hook(atPhase('extract', () => go(folder)));
        const runId = await start(pair, plan);
        const { outcome, error, title } = await ended(() => pair.call('run.get', { runId }));
        expect(outcome).toBe('failed');
        expect(error?.code).toBe('folder-missing');
        expect(error?.message).toContain(folder);
        if (error) expectClear(error);
        expect(title).toMatch(/Live has the changes/);
        hook(() => undefined);
        const away = await pair.call('overview.get', { projectId: pair.project.id });
        expect(away.lanes.map(({ problem }) => problem?.code).filter(Boolean)).toEqual([
          way === 'renamed' ? 'folder-missing' : 'not-a-clone',
        ]);
        back(folder);
        await pair.call('overview.get', { projectId: pair.project.id });
        const { record } = await pair.call('activity.get', { projectId: pair.project.id, id: runId });
        expect(record.outcome).toBe('finished after a crash');
        expect(git(pair.live, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
        expect(git(pair.live, 'status', '--porcelain')).toBe('');
        for (const one of [pair.dev, pair.live])
          expect(Object.keys(visible(one)).filter((name) => name.endsWith('.lock'))).toEqual([]);
        // The source was finished with it, or is brought along by the next run.
        const next = await pair.plan('Dev', 'Live');
        if (!next.empty) expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
        expect(git(pair.dev, 'status', '--porcelain')).toBe('');
        await pair.close();
      });

  test('while a plan is made: an error that names it, and no work is taken for deleted', async () => {
    const { pair } = await makeWatched('planning');
    // The plan waits for fresh files to settle; meanwhile the folder goes.
    writeFileSync(join(pair.dev, 'pages/a.html'), 'fresh\n');
    const planning = refused(pair.plan('Dev', 'Live'));
    setTimeout(() => renameSync(pair.dev, `${pair.dev}-away`), 200);
    const answer = await planning;
    expect(answer.code).toBe('folder-missing');
    expect(answer.message).toContain(pair.dev);
    expect(existsSync(pair.dev)).toBe(false);
    renameSync(`${pair.dev}-away`, pair.dev);
    expect((await pair.plan('Dev', 'Live')).removals.map(({ path }) => path)).toEqual(['old.html']);
    await pair.close();
  });
});

test('nothing is left behind in an empty folder that stands for a drive', async () => {
  const { pair } = await makeWatched('left-behind');
  ways['unmounted']?.go(pair.live);
  await refused(pair.plan('Dev', 'Live'));
  await pair.call('overview.get', { projectId: pair.project.id });
  expect(readdirSync(pair.live)).toEqual([]);
  rmdirSync(pair.live);
  renameSync(`${pair.live}-away`, pair.live);
  await pair.close();
});
