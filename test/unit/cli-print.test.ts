import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/shared/domain/change';
import type { Lane, Overview } from '../../src/shared/domain/overview';
import type { Plan } from '../../src/shared/domain/plan';
import { createPaint, printable, table, textWidth } from '../../src/main/hosts/cli/layout';
import { overviewLines } from '../../src/main/hosts/cli/print/print-overview';
import { planLines } from '../../src/main/hosts/cli/print/print-plan';

const now = new Date(2026, 4, 12, 15, 0).getTime();
const look = { now, paint: createPaint(false, {}) };
const ana = { name: 'Ana', email: 'ana@example.org' };

const change = (more: Partial<Change> = {}): Change => ({
  path: 'uda/blog.uda',
  kind: 'modified',
  item: { entityType: 'document-type', kind: 'Document Type', name: 'Blog post' },
  group: 'items',
  also: [],
  authors: [ana],
  lastChanged: new Date(2026, 4, 12, 9, 12).getTime(),
  uncommitted: false,
  noise: false,
  ...more,
});

const plan = (more: Partial<Plan> = {}): Plan => ({
  format: 1,
  kind: 'deploy',
  hash: 'a'.repeat(64),
  projectId: 'p',
  from: {
    environmentId: 'd',
    name: 'Dev',
    role: 'development',
    branch: 'main',
    head: 'h1',
    tree: 't1',
    uncommitted: 0,
  },
  to: {
    environmentId: 's',
    name: 'Staging',
    role: 'staging',
    branch: 'main',
    head: 'h2',
    tree: 't2',
    uncommitted: 0,
  },
  base: 'h2',
  bases: ['h2'],
  resultTree: 't1',
  resultCommit: { id: 'h1', parents: ['h1'] },
  changes: [change()],
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
const printed = (more: Partial<Plan> = {}): string => planLines(plan(more), look).join('\n');

describe('a plan', () => {
  it('begins with the verdict and ends with its hash', () => {
    const lines = planLines(plan(), look);
    expect(lines.slice(0, 2)).toEqual([
      '1 change arrives on Staging',
      'Nothing on Staging is lost. Nothing has been touched yet.',
    ]);
    expect(lines.at(-1)).toBe(`Plan ${'a'.repeat(64)}`);
    expect(lines).toContain('  Changed  Document Type  Blog post  Ana, today 09:12');
  });

  it('names what goes away, what comes back, and counts without unimportant changes', () => {
    const gone = change({
      kind: 'deleted',
      path: 'uda/old.uda',
      item: { entityType: 'x', kind: 'Template', name: 'Old' },
    });
    const text = printed({
      changes: [change(), change({ path: 'b', noise: true }), gone],
      removals: [
        {
          path: gone.path,
          also: [],
          authors: [ana],
          lastChanged: null,
          ...(gone.item ? { item: gone.item } : {}),
        },
      ],
      comesBack: [change({ kind: 'added' })],
    });
    expect(text).toContain('2 changes arrive on Staging\n1 thing to know.');
    expect(text).toContain('1 thing goes away on Staging, because it was deleted on Dev.');
    expect(text).toContain('2 changes arrive, 1 of them is a deletion.');
    expect(text).toContain('Goes away on Staging\n  Template  Old  Ana');
    expect(text).toContain('Comes back to Dev first\n  New  Document Type  Blog post');
    expect(text).toContain(
      '1 unimportant change (only version numbers, order or line endings) goes along and is not counted.',
    );
    const arrives = text.slice(text.indexOf('Arrives on'), text.indexOf('Goes away on Staging\n'));
    expect(arrives).not.toContain('Old');
  });

  it('names environments and people where both sides changed something', () => {
    const text = printed({
      blocked: true,
      findings: [{ code: 'conflict', level: 'block', message: 'Dev and Staging both changed 1 thing.' }],
      conflicts: [
        {
          key: 'k',
          decision: null,
          path: 'site.css',
          type: 'content',
          otherPaths: [],
          from: { environmentId: 'd', name: 'Dev', did: 'modified', authors: [ana], lastChanged: now },
          to: { environmentId: 's', name: 'Staging', did: 'deleted', authors: [], lastChanged: null },
        },
      ],
    });
    expect(text).toContain(
      'Dev cannot be deployed to Staging yet\nBoth sides changed 1 thing. Nothing has moved.',
    );
    expect(text).toContain(
      '  site.css\n    Dev      Ana changed it today 15:00\n    Staging  somebody deleted it',
    );
    expect(text).not.toMatch(/\b(ours|theirs)\b/i);
  });

  it('says what stands in the way first', () => {
    const text = printed({
      blocked: true,
      findings: [
        { code: 'new-files-left-here', level: 'notice', message: 'A notice.' },
        { code: 'partly-staged', level: 'block', message: 'Somebody prepared something.', paths: ['a', 'b'] },
      ],
    });
    expect(text.indexOf('What stands in the way')).toBeLessThan(text.indexOf('Arrives on'));
    expect(text).toContain('  Somebody prepared something.\n    a\n    b');
    expect(text).toContain('1 thing stands in the way. Nothing can start until it is settled.');
    expect(text).toContain('Good to know\n  A notice.');
  });

  it('tells how to carry new files along', () => {
    const text = printed({
      leftHere: [
        {
          environmentId: 'd',
          folder: 'my docs',
          paths: ['my docs/a.pdf'],
          reason: 'unknown-kind',
          decision: null,
        },
      ],
    });
    expect(text).toContain('laneway environment include Dev "my docs"');
  });

  it('has no words of git', () => {
    expect(printed({ mergesBackInto: { environmentId: 'd', name: 'Dev' } })).not.toMatch(
      /\b(commit|branch|merge|HEAD|index|stage[ds]?)\b/,
    );
  });
});

describe('an overview', () => {
  const lane = (name: string, more: Partial<Lane>): Lane => ({
    environment: { id: name, name, role: 'staging', path: `/${name}`, branch: 'main' },
    state: 'idle',
    flags: [],
    pending: null,
    next: null,
    sends: 'deploy',
    deploy: { enabled: false, why: '' },
    behind: null,
    follows: null,
    problem: null,
    actualBranch: 'main',
    head: null,
    lastArrival: null,
    runId: null,
    watching: 'off',
    upstream: null,
    server: null,
    ...more,
  });
  const overview = (lanes: readonly Lane[]): Overview => ({
    project: {
      id: 'p',
      name: 'Site',
      flow: 'direct',
      profile: 'plain',
      environments: lanes.map(({ environment }) => environment),
      createdAt: 0,
      sample: false,
    },
    lanes,
    flexible: [],
    recent: [],
    checkedAt: now,
  });

  it('says what can move next', () => {
    const pending = {
      count: 3,
      first: [change(), change(), change()],
      removals: 0,
      people: [ana],
      conflicts: 0,
      blocking: [],
    };
    const lines = overviewLines(
      overview([
        lane('My Dev', {
          state: 'changed',
          pending,
          next: { environmentId: 'L', name: 'Live' },
          deploy: { enabled: true },
        }),
        lane('Live', {
          flags: [{ kind: 'sync-needed', from: 'My Dev', count: 1, conflicts: 0 }],
        }),
      ]),
      look,
    );
    expect(lines).toEqual([
      'Site',
      '',
      '  My Dev  3 changes   since Live got its last ones',
      '    Blog post, Blog post and 1 other · Ana',
      '  Live    Up to date  Nothing waits here.',
      '    Lacks 1 change from My Dev. Bring it over before you go on here. To do so: laneway bring-over',
      '',
      'Next: laneway deploy "My Dev" Live',
    ]);
  });
});

describe('words and columns', () => {
  it('aligns by what is seen and leaves no spaces behind', () => {
    expect(textWidth('日本')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
    expect(
      table([
        ['日本', 'a', ''],
        ['x', 'bb', ''],
      ]),
    ).toEqual(['日本  a', 'x     bb']);
  });

  it('disarms names that would command the terminal', () => {
    expect(printable('a\u001b[2Jb\u202ec\r')).toBe('a\\x1b[2Jb\\u{202e}c\\x0d');
    expect(table([['a\nb']])).toEqual(['a\\x0ab']);
  });

  it('has colours on a terminal only', () => {
    expect(createPaint(true, {}).good('x')).toContain('\u001b[');
    expect(createPaint(true, { NO_COLOR: '1' }).good('x')).toBe('x');
    expect(createPaint(true, { NO_COLOR: '' }).good('x')).not.toBe('x');
    expect(createPaint(false, {}).good('x')).toBe('x');
  });
});
