import { describe, expect, test } from 'vitest';
import { deployAction, laneState, type LaneFacts } from '../../../src/main/engine/overview/lane-state';
import type { Run } from '../../../src/shared/domain/run';

const quiet: LaneFacts = {
  role: 'development',
  name: 'Dev',
  nextName: 'Staging',
  problem: null,
  nextProblem: null,
  waiting: false,
  recovering: false,
  run: undefined,
  lastFailed: false,
  pending: { count: 0, first: [], removals: 0, people: [], conflicts: 0, blocking: [] },
  empty: true,
};
const pending = (count: number, conflicts = 0): LaneFacts['pending'] => ({
  count,
  first: [],
  removals: 0,
  people: [],
  conflicts,
  blocking: [],
});
const run = { from: { name: 'Dev' }, to: { name: 'Staging' } } as Run;
const missing = {
  code: 'folder-missing',
  message: 'The folder /x is not there.',
  data: { path: '/x' },
} as const;
const elsewhere = {
  code: 'other-branch',
  message: 'elsewhere',
  data: { environment: 'Dev', expected: 'main', actual: 'work' },
} as const;

describe('the state of a lane is the first that applies', () => {
  const everything: LaneFacts = {
    ...quiet,
    problem: missing,
    run,
    recovering: true,
    lastFailed: true,
    pending: pending(3, 1),
    empty: false,
  };
  test.each([
    ['unreachable', everything],
    ['other-branch', { ...everything, problem: elsewhere }],
    ['deploying', { ...everything, problem: null }],
    ['waiting-for-server', { ...everything, problem: null, run: undefined, waiting: true }],
    ['recovering', { ...everything, problem: null, run: undefined }],
    ['failed', { ...everything, problem: null, run: undefined, recovering: false }],
    ['conflict', { ...quiet, pending: pending(3, 1), empty: false }],
    ['changed', { ...quiet, pending: pending(3), empty: false }],
    ['ready', quiet],
    ['idle', { ...quiet, role: 'staging' }],
    ['idle', { ...quiet, role: 'production', nextName: null, pending: null }],
  ] as const)('%s', (state, facts) => {
    expect(laneState(facts)).toBe(state);
  });
});

describe('the button says why it cannot be pressed', () => {
  const changed: LaneFacts = { ...quiet, pending: pending(2), empty: false };
  test('it can, where something is new', () => {
    expect(deployAction(changed)).toEqual({ enabled: true });
  });
  test('also where only unimportant changes are new', () => {
    expect(deployAction({ ...quiet, empty: false })).toEqual({ enabled: true });
  });
  test.each([
    [/nothing new/, quiet],
    [/last lane/, { ...changed, nextName: null }],
    [/nothing new to push/i, { ...quiet, role: 'flexible' }],
    [/not there/, { ...changed, problem: missing }],
    [/Staging cannot be used now.*not there/, { ...changed, nextProblem: missing }],
    [/Dev to Staging is going on/, { ...changed, run }],
    [/finished first/, { ...changed, recovering: true }],
  ] as const)('%s', (why, facts) => {
    const action = deployAction(facts);
    expect(action.enabled ? '' : action.why).toMatch(why);
  });
});
