import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/shared/domain/change';
import type { Lane } from '../../../src/shared/domain/overview';
import type { Plan } from '../../../src/shared/domain/plan';
import { whoAndWhen } from '../../../src/shared/text/change-words';
import { rowTitle, whereIs } from '../../../src/renderer/text/row-words';
import { duration, list, plural, when } from '../../../src/shared/text/format';
import { laneWords } from '../../../src/shared/text/lane-words';
import { roleWord } from '../../../src/renderer/text/overview-words';
import { facts, headline, verdict } from '../../../src/shared/text/plan-words';
import { cliLine } from '../../../src/renderer/text/plan-page-words';
import {
  doorWords,
  phaseNote,
  publicSentence,
  receiptHead,
  runSentence,
} from '../../../src/shared/text/run-words';
import { pairLines } from '../../../src/renderer/components/pair-lines';

const noon = new Date(2026, 4, 15, 12, 0).getTime();
const hour = 3_600_000;
const ana = { name: 'Ana', email: 'ana@example.org' };

const change = (more: Partial<Change> = {}): Change => ({
  path: 'wwwroot/css/site.css',
  kind: 'modified',
  group: 'styles',
  also: [],
  authors: [],
  lastChanged: noon - hour,
  uncommitted: true,
  noise: false,
  ...more,
});

const end = (name: string, role: 'development' | 'staging' | 'production') => ({
  environmentId: name,
  name,
  role,
  branch: 'main',
  head: '',
  tree: '',
  uncommitted: 0,
});
const plan = (more: Partial<Plan> = {}): Plan => ({
  format: 1,
  kind: 'deploy',
  hash: 'a'.repeat(64),
  projectId: 'p',
  from: end('Dev', 'development'),
  to: end('Staging', 'staging'),
  base: null,
  bases: [],
  resultTree: '',
  resultCommit: { id: null, parents: [] },
  changes: [change(), change({ path: 'a.txt', noise: true })],
  comesBack: [],
  removals: [],
  conflicts: [],
  decided: [],
  findings: [],
  leftHere: [],
  blocked: false,
  empty: false,
  mergesBackInto: null,
  ...more,
});
const removal = { path: 'b.css', also: [], authors: [ana], lastChanged: null };
const finding = (level: 'block' | 'warn' | 'notice') => ({
  code: 'large-file' as const,
  level,
  message: 'x',
});

describe('numbers, lists and times', () => {
  it('counts in words', () => {
    expect([0, 1, 2, 5000].map((count) => plural(count, 'change', 'changes'))).toEqual([
      '0 changes',
      '1 change',
      '2 changes',
      '5,000 changes',
    ]);
  });
  it('lists people, and counts the rest', () => {
    expect(list(['Ana', 'Eva'])).toBe('Ana and Eva');
    expect(list(['Ana', 'Eva', 'Tom', 'Kim'], 2)).toBe('Ana, Eva and 2 others');
  });
  it.each([
    [noon - hour, 'today 11:00'],
    [noon - 24 * hour, 'yesterday 12:00'],
    [noon - 72 * hour, 'Tuesday 12:00'],
    [noon - 24 * hour * 20, '25 April'],
    [noon - 24 * hour * 400, '10 April 2025'],
  ])('says times as people do', (time, said) => expect(when(time, noon)).toBe(said));
  it.each([
    [20, '< 0.1 s'],
    [740, '0.7 s'],
    [12_300, '12 s'],
    [9_960, '10 s'],
    [185_000, '3 min 5 s'],
    [3_840_000, '1 h 4 min'],
  ])('says how long it took', (milliseconds, said) => expect(duration(milliseconds)).toBe(said));
});

describe('rows', () => {
  it('never guesses a person', () => {
    expect(whoAndWhen(change(), noon)).toBe('saved on this computer today 11:00');
    expect(whoAndWhen(change({ authors: [ana], uncommitted: false }), noon)).toBe('Ana, today 11:00');
  });
  it('tells recorded and saved work apart, and says nothing where nothing is known', () => {
    expect(whoAndWhen(change({ authors: [ana] }), noon)).toBe('Ana, and saved on this computer today 11:00');
    expect(whoAndWhen({ authors: [], lastChanged: null }, noon)).toBe('');
  });
  it('names the file, then where it is', () => {
    expect(rowTitle(change())).toBe('site.css');
    expect(whereIs(change())).toBe('Style sheet in wwwroot/css');
  });
});

describe('the verdict', () => {
  it('promises only what is so', () => {
    expect(verdict(plan())).toMatchObject({ tone: 'good', strong: 'Nothing on Staging is lost.' });
    expect(headline(plan())).toBe('1 change arrives on Staging');
  });
  it('counts what goes away as a thing to know', () => {
    const words = verdict(plan({ removals: [removal], findings: [finding('warn')] }));
    expect(words).toMatchObject({ tone: 'warn', strong: '2 things to know.' });
    expect(words.rest).toContain('1 thing goes away on Staging, because it was deleted on Dev.');
  });
  it('puts what stands in the way before everything', () => {
    expect(verdict(plan({ findings: [finding('block'), finding('warn')], blocked: true }))).toMatchObject({
      tone: 'bad',
      strong: '1 thing stands in the way.',
    });
  });
  it('answers what everybody asks, for Live too', () => {
    const live = facts(plan({ to: end('Live', 'production') }));
    expect(live.find((fact) => fact.about === 'For visitors')?.says).toContain(
      'Your hosting takes it from there.',
    );
    expect(facts(plan()).find((fact) => fact.about === 'For visitors')?.says).toBe(
      'The public website does not change.',
    );
  });
  it('gives the command line with its quotes', () => {
    expect(cliLine(plan({ from: end('My Dev', 'development') }), 'Nordlys Travel', 'say "hi"')).toBe(
      'laneway deploy "My Dev" Staging --project "Nordlys Travel" -m "say \\"hi\\""',
    );
  });
});

describe('state words', () => {
  const lane = (more: Partial<Lane>): Lane => ({
    environment: { id: 'e', name: 'Dev', role: 'development', path: '/dev', branch: 'main' },
    state: 'ready',
    flags: [],
    pending: null,
    next: { environmentId: 's', name: 'Staging' },
    sends: 'deploy',
    deploy: { enabled: false, why: '' },
    behind: null,
    follows: null,
    problem: null,
    actualBranch: 'main',
    head: null,
    lastArrival: null,
    runId: null,
    watching: 'live',
    upstream: null,
    server: null,
    ...more,
  });
  const pending = { count: 5, first: [], removals: 0, people: [], conflicts: 2, blocking: [] };
  it.each([
    ['changed', '5 changes', 'ready'],
    ['idle', 'Up to date', 'calm'],
    ['ready', 'Up to date', 'calm'],
    ['conflict', '2 things to decide', 'warn'],
    ['unreachable', 'Folder not found', 'warn'],
    ['failed', 'Stopped', 'warn'],
    ['deploying', 'Working', 'busy'],
  ] as const)('%s', (state, word, tone) => {
    expect(laneWords(lane({ state, pending }), null, noon)).toMatchObject({ word, tone });
  });
  it('says the role only where the name does not', () => {
    expect(roleWord('Live', 'production')).toBeNull();
    expect(roleWord('www', 'production')).toBe('Live');
  });
});

describe('the receipt', () => {
  const phase = (status: 'success' | 'failed') => [{ id: 'push' as const, status, milliseconds: 1 }];
  const run = {
    kind: 'deploy' as const,
    from: { environmentId: 'd', name: 'Dev' },
    to: { environmentId: 's', name: 'Staging' },
    changes: [change()],
  };
  it.each([
    ['succeeded', 'success', '1 change arrived on Staging.', 'good'],
    ['failed', 'failed', 'Nothing was changed on Staging.', 'bad'],
    ['failed', 'success', 'Staging has the changes, but not all files are in place.', 'bad'],
    ['cancelled', 'failed', 'Nothing was changed on Staging.', 'warn'],
    ['needs a new look', 'failed', 'Nothing was changed on Staging.', 'warn'],
    ['rolled back after a crash', 'failed', 'Nothing was changed on Staging.', 'warn'],
    ['finished after a crash', 'success', '1 change arrived on Staging.', 'good'],
  ] as const)('%s with push %s', (outcome, push, title, tone) => {
    expect(receiptHead({ ...run, outcome, phases: phase(push) })).toMatchObject({ title, tone });
  });
  it('does not repeat in a step what the run says already', () => {
    const error = { code: 'disk-full' as const, message: 'The disk is full.', data: { path: '/x' } };
    expect(phaseNote({ note: error.message }, error)).toBe('');
    expect(phaseNote({ note: 'not reached' }, error)).toBe('not reached');
  });
  it('names the door it was started from', () => {
    expect(['electron', 'browser', 'cli', 'other'].map(doorWords)).toEqual([
      'the window',
      'the browser window',
      'the command line',
      'other',
    ]);
  });
  it('says what visitors see', () => {
    expect(publicSentence({ name: 'Live', role: 'production' })).toContain(
      'Your hosting takes it from there.',
    );
  });
});

describe('two columns', () => {
  it('puts what went beside what came, and counts lines on each side', () => {
    const rows = pairLines({
      beforeLine: 4,
      afterLine: 9,
      lines: [
        { kind: 'same', text: 'a' },
        { kind: 'gone', text: 'b' },
        { kind: 'gone', text: 'c' },
        { kind: 'new', text: 'B' },
        { kind: 'same', text: 'd' },
      ],
    });
    expect(rows.map((row) => [row.before, row.after, row.beforeLine, row.afterLine])).toEqual([
      ['a', 'a', 4, 9],
      ['b', 'B', 5, 10],
      ['c', null, 6, 11],
      ['d', 'd', 7, 11],
    ]);
  });
});

describe('a run as a sentence', () => {
  const ends = { from: { name: 'Live' }, to: { name: 'Dev' } };
  it.each([
    ['deploy', 'succeeded', 2, '2 changes from Live to Dev'],
    ['merge-back', 'succeeded', 1, '1 change from Live to Dev'],
    ['merge-back', 'succeeded', 0, 'Live and Dev are at the same point again'],
    ['merge-back', 'failed', 0, 'Live could not be brought back to Dev'],
    ['receive', 'failed', 3, 'What Live has could not be brought over to Dev'],
  ] as const)('of kind %s that %s with %i changes', (kind, outcome, changeCount, sentence) => {
    expect(runSentence({ ...ends, kind, outcome, changeCount })).toBe(sentence);
  });
});
