import { describe, expect, test } from 'vitest';
import { serverFindings, type ServerFacts } from '../../../src/main/engine/plan/server-findings';
import type { PlanEnd } from '../../../src/shared/domain/plan';

const live: PlanEnd = {
  environmentId: 'live',
  name: 'Live',
  role: 'production',
  branch: 'main',
  head: 'a'.repeat(40),
  tree: 'b'.repeat(40),
  uncommitted: 0,
};
const server: ServerFacts = { host: 'scm.example.org', relation: 'same', seenAt: 0, problem: null };
const silent = { code: 'remote-unreachable', message: 'The server scm.example.org was not reached.' };
const locked = { code: 'sign-in-needed', message: 'Sign in.' };

describe('what a server means for a plan', () => {
  test.each([
    ['target', { relation: 'same' }, []],
    ['target', { relation: 'ahead' }, ['block upstream-ahead']],
    ['target', { relation: 'diverged' }, ['block upstream-diverged']],
    ['target', { relation: 'behind' }, ['notice upstream-behind']],
    ['target', { relation: 'new' }, ['notice upstream-behind']],
    ['target', { problem: silent }, ['block upstream-unreachable']],
    ['target', { problem: locked }, ['block sign-in-needed']],
    [
      'target',
      { problem: silent, relation: 'ahead' },
      ['block upstream-unreachable', 'block upstream-ahead'],
    ],
    ['source', { relation: 'same' }, []],
    ['source', { relation: 'behind' }, []],
    ['source', { relation: 'ahead' }, ['warn upstream-ahead']],
    ['source', { relation: 'diverged' }, ['warn upstream-diverged']],
    ['source', { problem: silent }, ['warn upstream-unreachable']],
    ['receiver', { relation: 'ahead' }, []],
    ['receiver', { problem: silent, relation: 'ahead' }, ['warn upstream-unreachable']],
  ] as const)('%s %o: %j', (as, facts, expected) => {
    const found = serverFindings({ ...server, ...facts }, live, as);
    expect(found.map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
    for (const { message, environmentId } of found) {
      expect(environmentId).toBe('live');
      expect(message).toMatch(/Live/);
      expect(message).toMatch(/^[A-Z].*\.$|^scm\.example\.org .*\.$/);
      expect(message).not.toMatch(/undefined|branch|commit|upstream/);
    }
  });
});
