import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/shared/domain/change';
import type { ActivitySummary, Outcome } from '../../../src/shared/domain/run';
import { changesRows } from '../../../src/renderer/state/changes-rows';
import { filterRecords } from '../../../src/renderer/state/filter-records';

const change = (path: string, kind: Change['kind'], more: Partial<Change> = {}): Change => ({
  path,
  kind,
  group: 'files',
  also: [],
  authors: [],
  lastChanged: null,
  uncommitted: false,
  noise: false,
  ...more,
});
const changes = [
  change('a.css', 'modified'),
  change('b.css', 'added', { authors: [{ name: 'Ana', email: null }] }),
  change('c.css', 'deleted'),
  change('d.css', 'renamed'),
  change('e.css', 'modified', { noise: true }),
];
const keys = (rows: readonly { key: string }[]) => rows.map((row) => row.key);

describe('rows of changes', () => {
  it('stand under New, Changed and Goes away; what does not matter is folded at the end', () => {
    expect(keys(changesRows(changes, 'all', '', false))).toEqual([
      '#new',
      'b.css',
      '#changed',
      'a.css',
      'd.css',
      '#gone',
      'c.css',
      '#noise',
    ]);
    expect(keys(changesRows(changes, 'all', '', true)).at(-1)).toBe('e.css');
  });
  it('are filtered by group, and leave out what does not matter', () => {
    expect(keys(changesRows(changes, 'gone', '', true))).toEqual(['#gone', 'c.css']);
  });
  it('are found by every word, in names, paths and people', () => {
    expect(keys(changesRows(changes, 'all', 'ana CSS', false))).toEqual(['#new', 'b.css']);
    expect(changesRows(changes, 'all', 'ana a.css', false)).toEqual([]);
  });
});

describe('runs', () => {
  const record = (id: string, to: string, outcome: Outcome): ActivitySummary => ({
    format: 1,
    id,
    projectId: 'p',
    projectName: 'P',
    kind: 'deploy',
    from: { environmentId: 'dev', name: 'Dev' },
    to: { environmentId: to, name: to },
    who: 'Ana',
    host: 'h',
    message: id === 'one' ? 'Summer campaign' : '',
    startedAt: 0,
    finishedAt: 1,
    outcome,
    error: null,
    planHash: '',
    changeCount: 2,
    milliseconds: 1,
  });
  const records = [
    record('one', 'staging', 'succeeded'),
    record('two', 'staging', 'failed'),
    record('three', 'live', 'finished after a crash'),
  ];
  const ids = (environment: string, ending: 'any' | 'good' | 'stopped', search: string) =>
    filterRecords(records, environment, ending, search).map(({ id }) => id);

  it('are filtered by environment, ending and words', () => {
    expect(ids('', 'any', '')).toEqual(['one', 'two', 'three']);
    expect(ids('staging', 'any', '')).toEqual(['one', 'two']);
    expect(ids('', 'good', '')).toEqual(['one', 'three']);
    expect(ids('', 'stopped', '')).toEqual(['two']);
    expect(ids('', 'any', 'summer ana')).toEqual(['one']);
    expect(ids('live', 'any', 'summer')).toEqual([]);
  });
});
