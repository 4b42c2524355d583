import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameLanes, projectNameOf } from '../../../src/main/engine/projects/lane-names';
import { assignRoles } from '../../../src/main/engine/projects/lane-roles';
import type { LaneHint } from '../../../src/main/engine/projects/lane-roles';
import { roleInWords, withoutShared, wordsOf } from '../../../src/main/engine/projects/lane-words';
import { checkLanes } from '../../../src/main/engine/projects/lanes';
import { roles } from '../../../src/shared/domain/project';

describe('words of names', () => {
  it.each([
    ['nordlys-dev', ['nordlys', 'dev']],
    ['NordlysDev', ['nordlys', 'dev']],
    ['nordlys_dev.site', ['nordlys', 'dev', 'site']],
    ['release/2.1', ['release', '2', '1']],
    ['--', []],
  ])('%s', (name, expected) => {
    expect(wordsOf(name)).toEqual(expected);
  });

  it('the last word that names a lane counts', () => {
    expect(roleInWords(['dev', 'live'])?.role).toBe('production');
    expect(roleInWords(['nordlys', 'uat'])).toEqual({ role: 'staging', word: 'uat' });
    expect(roleInWords(['device', 'lively', 'main'])).toBeNull();
  });

  it('leaves out what all share, and nothing else', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(list, { minLength: 2, maxLength: 4 }), (lists) => {
        const { rest, shared } = withoutShared(lists);
        for (const [i, own] of lists.entries()) {
          const middle = rest[i] ?? [];
          expect(own.slice(0, shared.length)).toEqual(shared);
          expect(own.slice(shared.length, shared.length + middle.length)).toEqual(middle);
        }
        const ends = lists.map((own, i) => own.slice(shared.length + (rest[i]?.length ?? 0)).join());
        expect(new Set(ends).size).toBe(1);
        if (rest.every((own) => own.length > 0)) {
          expect(new Set(rest.map(([first]) => first)).size).toBeGreaterThan(1);
          expect(new Set(rest.map((own) => own.at(-1))).size).toBeGreaterThan(1);
        }
      }),
    );
  });
});

describe('names of lanes', () => {
  const named = (folders: readonly string[], branches: readonly string[] = []): string[] =>
    nameLanes(folders.map((path, i) => ({ path, branch: branches[i] ?? 'main', cloud: null }))).map(
      ({ name, role }) => `${name(role ?? 'staging')}: ${role ?? '?'}`,
    );

  it.each<[readonly string[], readonly string[], readonly string[]]>([
    [
      ['/s/nordlys-dev', '/s/nordlys-staging', '/s/nordlys-live'],
      [],
      ['Dev: development', 'Staging: staging', 'Live: production'],
    ],
    [['/s/dev/site', '/s/live/site'], [], ['Dev: development', 'Live: production']],
    [['/s/DevSite', '/s/ProdSite'], [], ['Dev: development', 'Prod: production']],
    [['/s/nordlys', '/s/nordlys-dev'], [], ['Staging: ?', 'Dev: development']],
    [
      ['/s/one', '/s/two'],
      ['develop', 'live'],
      ['One: development', 'Two: production'],
    ],
    [['/s/one', '/s/two'], [], ['One: ?', 'Two: ?']],
    [['/s/nordlys-dev'], [], ['Dev: development']],
    [['/s/nordlys'], ['uat'], ['Staging: staging']],
    [['C:\\s\\n-dev', 'C:\\s\\n-live'], [], ['Dev: development', 'Live: production']],
  ])('%j', (folders, branches, expected) => {
    expect(named(folders, branches)).toEqual(expected);
  });

  it("takes the site's own list: by id, and by name where all clones carry the same id", () => {
    const lanes = [
      { id: '1', name: 'Development', type: 'Development' },
      { id: '2', name: 'Acceptance', type: 'Staging' },
      { id: '3', name: 'Nordlys', type: 'Live' },
    ];
    const by = (folders: readonly [string, string][]): (readonly [string, string | null, number | null])[] =>
      nameLanes(folders.map(([path, own]) => ({ path, branch: 'main', cloud: { lanes, own } }))).map(
        ({ name, role, position }) => [name('staging'), role, position],
      );
    expect(
      by([
        ['/s/x', '3'],
        ['/s/y', '1'],
        ['/s/z', '2'],
      ]),
    ).toEqual([
      ['Nordlys', 'production', 2],
      ['Development', 'development', 0],
      ['Acceptance', 'staging', 1],
    ]);
    expect(
      by([
        ['/s/live', '1'],
        ['/s/dev', '1'],
        ['/s/other', '1'],
      ]),
    ).toEqual([
      ['Nordlys', 'production', 2],
      ['Development', 'development', 0],
      ['Other', null, null],
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['Nordlys', ['/s/nordlys-dev', '/s/nordlys-live']],
    ['Nordlys', ['/s/nordlys/dev', '/s/nordlys/live']],
    ['Nordlys', ['/s/dev/nordlys', '/s/live/nordlys']],
    ['Nordlys', ['/s/nordlys-dev']],
    ['Nordlys', ['/s/nordlys/dev']],
    ['Site', ['/']],
  ])('the project is %s for %j', (name, paths) => {
    expect(projectNameOf(paths)).toBe(name);
  });
});

describe('roles of lanes', () => {
  const hint = (id: string, more: Partial<LaneHint> = {}): LaneHint & { id: string } => ({
    id,
    role: null,
    reason: '',
    isMainBranch: false,
    position: null,
    lead: 0,
    ...more,
  });
  const assigned = (...hints: (LaneHint & { id: string })[]): string =>
    assignRoles(hints)
      .map(({ id, role }) => `${id}:${role.slice(0, 4)}`)
      .join(' ');

  it('by what names say', () => {
    expect(assigned(hint('a', { role: 'production' }), hint('b', { role: 'development' }))).toBe(
      'b:deve a:prod',
    );
  });
  it('by history where names say nothing', () => {
    expect(assigned(hint('a', { lead: -5 }), hint('b', { lead: 5 }))).toBe('b:deve a:prod');
    expect(assigned(hint('a', { lead: 0 }), hint('b', { lead: -5 }), hint('c', { lead: 5 }))).toBe(
      'c:deve a:stag b:prod',
    );
    expect(assigned(hint('a', { lead: 5, isMainBranch: true }), hint('b', { lead: -5 }))).toBe(
      'b:deve a:prod',
    );
  });
  it('fills what names leave open', () => {
    expect(assigned(hint('a', { role: 'development' }), hint('b', { lead: 9 }))).toBe('a:deve b:prod');
    expect(assigned(hint('a', { role: 'production' }), hint('b', { lead: -9 }))).toBe('b:deve a:prod');
    expect(assigned(hint('a', { role: 'staging' }), hint('b', { lead: 9 }), hint('c', { lead: -9 }))).toBe(
      'b:deve a:stag c:prod',
    );
  });
  it('one alone is where changes are made, unless its name says otherwise', () => {
    expect(assigned(hint('a'))).toBe('a:deve');
    expect(assigned(hint('a', { role: 'production' }))).toBe('a:prod');
    expect(assigned()).toBe('');
  });
  it('keeps one Live, and the order of another source', () => {
    expect(
      assigned(hint('a', { role: 'production', lead: -5 }), hint('b', { role: 'production', lead: 5 })),
    ).toBe('b:stag a:prod');
    expect(
      assigned(
        hint('a', { role: 'development', position: 1, lead: 9 }),
        hint('b', { role: 'development', position: 0 }),
      ),
    ).toBe('b:deve a:deve');
  });
  it('always makes valid lanes, with a reason each', () => {
    const any = fc.record({
      role: fc.constantFrom(null, ...roles.filter((role) => role !== 'flexible')),
      isMainBranch: fc.boolean(),
      lead: fc.integer({ min: -3, max: 3 }),
      position: fc.constantFrom(null, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (list) => {
        const hints = list.map((entry, i) =>
          hint(`${i}`, { ...entry, reason: entry.role === null ? '' : 'named' }),
        );
        const lanes = assignRoles(hints);
        expect(lanes.map(({ id }) => id).sort()).toEqual(hints.map(({ id }) => id).sort());
        checkLanes(lanes.map(({ id, role }) => ({ id, name: id, role, path: '', branch: '' })));
        for (const { reason } of lanes) expect(reason).not.toBe('');
      }),
    );
  });
});
