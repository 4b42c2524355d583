import { describe, expect, test } from 'vitest';
import { planHashText } from '../../../src/main/engine/plan/plan-hash';
import type { Finding, LeftHere, Plan } from '../../../src/shared/domain/plan';

const id = (digit: string): string => digit.repeat(40);
const end = (name: string, head: string): Plan['from'] => ({
  environmentId: name,
  name,
  role: 'development',
  branch: 'main',
  head,
  tree: id('c'),
  uncommitted: 0,
});
const finding = (more: Partial<Finding>): Finding => ({
  code: 'link-outside',
  level: 'warn',
  message: 'said',
  path: 'a',
  ...more,
});
const left: LeftHere = {
  environmentId: 'dev',
  folder: 'x',
  paths: ['x/a'],
  reason: 'unknown-kind',
  decision: null,
};
const plan: Omit<Plan, 'hash'> = {
  format: 1,
  kind: 'deploy',
  projectId: 'p',
  from: end('dev', id('a')),
  to: end('staging', id('b')),
  base: id('d'),
  bases: [id('d')],
  resultTree: id('e'),
  resultCommit: { id: null, parents: [id('a'), id('b')] },
  changes: [],
  comesBack: [],
  removals: [],
  conflicts: [],
  decided: [],
  findings: [finding({}), finding({ path: 'b' })],
  leftHere: [left],
  blocked: false,
  empty: false,
  mergesBackInto: null,
};
const text = (change: Partial<Plan>, deployed: string | null = null): string =>
  planHashText({ ...plan, ...change }, { from: deployed, to: null });

describe('the hash of a plan', () => {
  test.each<[string, Partial<Plan>]>([
    ['the head of the source', { from: end('dev', id('1')) }],
    ['the unsaved work of the target', { to: { ...end('staging', id('b')), tree: id('1') } }],
    ['the branch', { from: { ...end('dev', id('a')), branch: 'other' } }],
    ['the result', { resultTree: id('1') }],
    ['the kind of run', { kind: 'merge-back' }],
    ['a finding more', { findings: [...plan.findings, finding({ path: 'c' })] }],
    ['a finding less', { findings: [] }],
    ['a decision', { leftHere: [{ ...left, decision: 'include' }] }],
    ['a conflict', { conflicts: [{ path: 'a', type: 'content' } as Plan['conflicts'][number]] }],
  ])('changes with %s', (_what, change) => {
    expect(text(change)).not.toBe(text({}));
  });

  test('changes with what is deployed', () => {
    expect(text({}, id('9'))).not.toBe(text({}));
  });

  test.each<[string, Partial<Plan>]>([
    ['names', { from: { ...end('dev', id('a')), name: 'Another name', role: 'staging' } }],
    ['the order of findings', { findings: plan.findings.toReversed() }],
    [
      'the words of a finding',
      { findings: plan.findings.map((one) => ({ ...one, message: 'other words' })) },
    ],
    ['counts', { from: { ...end('dev', id('a')), uncommitted: 3 } }],
  ])('does not change with %s', (_what, change) => {
    expect(text(change)).toBe(text({}));
  });

  test('does not depend on the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(plan).toReversed()) as unknown as Omit<Plan, 'hash'>;
    expect(planHashText(turned, { to: null, from: null })).toBe(text({}));
  });
});
