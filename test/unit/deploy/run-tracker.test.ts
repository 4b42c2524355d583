import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRunTracker, type RunTracker } from '../../../src/main/engine/deploy/run-tracker';
import { phaseIds, type Run } from '../../../src/shared/domain/run';

function track(): { tracker: RunTracker; shown: Run[]; lines: string[]; wait(milliseconds: number): void } {
  let now = 1_000;
  const shown: Run[] = [];
  const lines: string[] = [];
  const tracker = createRunTracker(
    {
      id: 'run',
      projectId: 'p',
      kind: 'deploy',
      from: { environmentId: 'a', name: 'Dev' },
      to: { environmentId: 'b', name: 'Staging' },
      who: 'Ana',
      message: '',
    },
    { now: () => now, show: (run) => shown.push(run), logLines: (said) => lines.push(...said) },
  );
  return { tracker, shown, lines, wait: (milliseconds) => (now += milliseconds) };
}

describe('a run as it is shown', () => {
  test('times its phases and ends with all of them settled', () => {
    const { tracker, wait } = track();
    tracker.phase('wait', 'Taking its turn');
    tracker.phase('check', 'Looking');
    wait(70);
    tracker.phase('merge', 'Merging');
    wait(5);
    tracker.end('cancelled', 'Nothing was changed on Staging', null);
    const run = tracker.run();
    expect(run.phases.map(({ id, status, milliseconds }) => [id, status, milliseconds])).toEqual([
      ['wait', 'success', 0],
      ['check', 'success', 70],
      ['merge', 'failed', 5],
      ['push', 'skipped', 0],
      ['extract', 'skipped', 0],
    ]);
    expect(run).toMatchObject({ outcome: 'cancelled', finishedAt: 1_075, cancellable: false });
    expect(run.progress).toBeLessThan(1);
  });

  test('never goes back, numbers every event, and is full only after success', () => {
    const step = fc.oneof(
      fc.record({ phase: fc.constantFrom(...phaseIds) }),
      fc.record({ fraction: fc.double({ min: -1, max: 3, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { tracker, shown } = track();
        for (const one of steps)
          if ('phase' in one) tracker.phase(one.phase, one.phase);
          else tracker.step(one.fraction, '');
        tracker.end('succeeded', 'done', null);
        const progress = shown.map((run) => run.progress);
        expect(progress).toEqual([...progress].sort((a, b) => a - b));
        expect(shown.map(({ seq }) => seq)).toEqual(shown.map((_, i) => i + 1));
        expect(progress.at(-1)).toBe(1);
        expect(progress.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });

  test('keeps every line of its log, with the time', () => {
    const { tracker, lines } = track();
    tracker.say('one', 'two');
    tracker.phase('check', 'Looking');
    expect(lines).toEqual(tracker.log());
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual(['one', 'two', 'Looking']);
    expect(lines[0]).toMatch(/^1970-01-01T00:00:01\.000Z /);
  });
});
