import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventHub } from '../../src/main/hosts/event-hub';
import type { Run } from '../../src/shared/domain/run';

const run = (id: string, seq: number, finishedAt: number | null = null): Run =>
  ({ id, seq, finishedAt }) as unknown as Run;
const settings = (name: string) => ({
  name,
  email: '',
  theme: 'system' as const,
  siteWaitSeconds: 300,
  lastProject: null,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const listening = (hub = createEventHub()) => {
  const heard: Run[] = [];
  const stop = hub.subscribe('deploy.progress', (payload) => heard.push(payload as Run));
  return { hub, heard, stop, seqs: (id = 'a') => heard.filter((one) => one.id === id).map((one) => one.seq) };
};

test('events go to those who want them, in order, until they stop', () => {
  const hub = createEventHub();
  const heard: unknown[] = [];
  const stop = hub.subscribe('project.changed', (payload) => heard.push(payload));
  hub.emit('project.changed', { projectId: 'a' });
  hub.emit('environment.changed', { projectId: 'a', environmentId: 'b' });
  hub.emit('project.changed', { projectId: 'b' });
  stop();
  hub.emit('project.changed', { projectId: 'c' });
  expect(heard).toEqual([{ projectId: 'a' }, { projectId: 'b' }]);
});

test('a newcomer hears the latest settings, and every run that goes on or has just ended', () => {
  const hub = createEventHub();
  hub.emit('settings.changed', settings('old'));
  hub.emit('settings.changed', settings('new'));
  hub.emit('project.changed', { projectId: 'not retained' });
  hub.emit('deploy.progress', run('goes on', 3));
  hub.emit('deploy.progress', run('ended', 9, Date.now()));
  const heard: unknown[] = [];
  for (const name of ['settings.changed', 'project.changed', 'deploy.progress'] as const) {
    hub.subscribe(name, (payload) => heard.push(payload));
  }
  expect(heard).toMatchObject([{ name: 'new' }, { id: 'goes on' }, { id: 'ended' }]);
  vi.advanceTimersByTime(3_600_000);
  expect(listening(hub).heard).toMatchObject([{ id: 'goes on' }]);
});

test('a run reports at most about twenty times a second, and its last word is never lost', () => {
  const { hub, heard, seqs } = listening();
  for (let seq = 1; seq <= 1000; seq++) {
    hub.emit('deploy.progress', run('a', seq));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(heard.length).toBeGreaterThan(15);
  expect(heard.length).toBeLessThan(25);
  expect(seqs().at(-1)).toBe(1000);
});

test('the end of a run is told at once, and nothing of it afterwards', () => {
  const { hub, seqs } = listening();
  hub.emit('deploy.progress', run('a', 1));
  hub.emit('deploy.progress', run('a', 2));
  hub.emit('deploy.progress', run('a', 3, 5));
  expect(seqs()).toEqual([1, 3]);
  hub.emit('deploy.progress', run('a', 2));
  vi.advanceTimersByTime(1000);
  expect(seqs()).toEqual([1, 3]);
});

test('closing tells what was held back, then nothing', () => {
  const { hub, seqs } = listening();
  hub.emit('deploy.progress', run('a', 1));
  hub.emit('deploy.progress', run('a', 2));
  hub.close();
  hub.emit('deploy.progress', run('a', 3));
  vi.advanceTimersByTime(1000);
  expect(seqs()).toEqual([1, 2]);
});

test('whatever comes in, a listener sees each run only go forward and ends with its newest', () => {
  const event = fc.record({
    id: fc.constantFrom('a', 'b'),
    seq: fc.nat(30),
    wait: fc.nat(70),
    ends: fc.nat(12),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const { hub, seqs } = listening();
      for (const { id, seq, wait, ends } of events) {
        hub.emit('deploy.progress', run(id, seq, ends === 0 ? Date.now() : null));
        vi.advanceTimersByTime(wait);
      }
      vi.advanceTimersByTime(1000);
      for (const id of ['a', 'b']) {
        const seen = seqs(id);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        const sent = events.filter((one) => one.id === id).map((one) => one.seq);
        if (sent.length) expect(seen.at(-1)).toBe(Math.max(...sent));
      }
    }),
    { numRuns: 200 },
  );
});
