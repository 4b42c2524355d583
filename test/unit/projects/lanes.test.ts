import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addEnvironment,
  checkLanes,
  editEnvironment,
  orderByRole,
  removeEnvironment,
  reorderEnvironments,
  sameName,
} from '../../../src/main/engine/projects/lanes';
import { laneOf, roles } from '../../../src/shared/domain/project';
import type { Environment, Project, Role } from '../../../src/shared/domain/project';

const environment = (id: string, role: Role, more: Partial<Environment> = {}): Environment => ({
  id,
  name: id,
  role,
  path: `/sites/${id}`,
  branch: 'main',
  ...more,
});
const dev = environment('dev', 'development');
const stage = environment('stage', 'staging');
const live = environment('live', 'production');
const ana = environment('ana', 'flexible');
const projectOf = (environments: readonly Environment[]): Project => ({
  ...{ id: 'p', name: 'Site', flow: 'direct', profile: 'plain', createdAt: 0, sample: false },
  environments,
});
const ids = (environments: readonly Environment[]): string[] => environments.map(({ id }) => id);
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'fine';
  } catch (cause) {
    return String((cause as { code: unknown }).code);
  }
};

describe('the rules of lanes', () => {
  const cases: readonly [string, readonly Environment[], string][] = [
    ['one lane is enough', [dev], 'fine'],
    ['several of one role', [dev, environment('test', 'development'), live], 'fine'],
    ['a flexible one hangs on the left-most', [dev, live, ana], 'fine'],
    ['a flexible one hangs on the lane it names', [dev, live, { ...ana, attachedTo: 'live' }], 'fine'],
    ['nothing at all', [], 'lanes-invalid'],
    ['only flexible ones', [ana], 'lanes-invalid'],
    ['two Lives', [dev, live, environment('live2', 'production')], 'lanes-invalid'],
    ['Live that is not right-most', [live, dev], 'lanes-invalid'],
    ['staging left of development', [stage, dev], 'lanes-invalid'],
    ['flexible among the lanes', [ana, dev], 'lanes-invalid'],
    [
      'a flexible one that hangs on another',
      [dev, ana, { ...ana, id: 'b', name: 'b', attachedTo: 'ana' }],
      'lanes-invalid',
    ],
    ['a lane that hangs on another', [dev, { ...live, attachedTo: 'dev' }], 'lanes-invalid'],
    ['the same one twice', [dev, { ...dev, name: 'other' }], 'lanes-invalid'],
    ['a name of spaces', [{ ...dev, name: '  ' }], 'lanes-invalid'],
    ['one name in two spellings', [dev, { ...live, name: 'DEV' }], 'environment-name-taken'],
    ['a flexible one with the name of a lane', [dev, { ...ana, name: 'Dev' }], 'environment-name-taken'],
  ];
  it.each(cases)('%s', (_, environments, expected) => {
    expect(codeOf(() => checkLanes(environments))).toBe(expected);
  });

  it('compares names as people do', () => {
    expect(sameName('Süd', 'su\u0308d'.toUpperCase())).toBe(true);
    expect(sameName('Dev', 'Dev 2')).toBe(false);
  });

  it('orders by role and makes valid lanes of any list with a lane and at most one Live', () => {
    const anyRoles = fc.array(fc.constantFrom(...roles), { maxLength: 8 });
    fc.assert(
      fc.property(anyRoles, (list) => {
        fc.pre(
          list.filter((role) => role === 'production').length <= 1 &&
            list.some((role) => role !== 'flexible'),
        );
        const ordered = orderByRole(list.map((role, i) => environment(`e${i}`, role)));
        expect(checkLanes(ordered)).toHaveLength(list.length);
        for (const role of roles) {
          const own = ids(ordered.filter((entry) => entry.role === role));
          expect(own).toEqual(list.flatMap((entry, i) => (entry === role ? [`e${i}`] : [])));
        }
      }),
    );
  });
});

describe('changing lanes', () => {
  const all = [dev, stage, live, ana];

  it('adds behind the last of the role, or where it is asked for', () => {
    const test = environment('test', 'development');
    expect(ids(addEnvironment([live, ana].toSpliced(0, 0, dev), stage))).toEqual([
      'dev',
      'stage',
      'live',
      'ana',
    ]);
    expect(ids(addEnvironment(all, test))).toEqual(['dev', 'test', 'stage', 'live', 'ana']);
    expect(ids(addEnvironment(all, test, 0))).toEqual(['test', 'dev', 'stage', 'live', 'ana']);
    expect(codeOf(() => addEnvironment(all, test, 3))).toBe('lanes-invalid');
    expect(ids(addEnvironment(all, environment('eva', 'flexible'), 0))).toEqual([
      'dev',
      'stage',
      'live',
      'eva',
      'ana',
    ]);
    expect(codeOf(() => addEnvironment(all, { ...test, name: 'live' }))).toBe('environment-name-taken');
  });

  it('edits one', () => {
    const edited = editEnvironment(all, 'stage', { name: 'Preview', path: '/else', branch: 'next' });
    expect(edited[1]).toEqual({ ...stage, name: 'Preview', path: '/else', branch: 'next' });
    expect(ids(edited)).toEqual(ids(all));
    expect(codeOf(() => editEnvironment(all, 'stage', { name: 'Live' }))).toBe('environment-name-taken');
    expect(editEnvironment(all, 'stage', { name: 'STAGE' })[1]?.name).toBe('STAGE');
    expect(codeOf(() => editEnvironment(all, 'gone', { name: 'x' }))).toBe('environment-not-found');
  });

  it('reorders lanes of one role only', () => {
    const test = environment('test', 'development');
    const five = addEnvironment(all, test);
    expect(ids(reorderEnvironments(five, ['test', 'dev', 'stage', 'live']))).toEqual([
      'test',
      'dev',
      'stage',
      'live',
      'ana',
    ]);
    expect(codeOf(() => reorderEnvironments(five, ['dev', 'stage', 'test', 'live']))).toBe('lanes-invalid');
    expect(codeOf(() => reorderEnvironments(five, ['dev', 'test', 'live']))).toBe('lanes-invalid');
    expect(codeOf(() => reorderEnvironments(five, ['dev', 'dev', 'stage', 'live']))).toBe('lanes-invalid');
    expect(codeOf(() => reorderEnvironments(five, ['dev', 'test', 'stage', 'ana']))).toBe('lanes-invalid');
    expect(codeOf(() => reorderEnvironments(five, ['dev', 'test', 'stage', 'gone']))).toBe(
      'environment-not-found',
    );
  });

  it('removes one, and lets those that hung on it hang on the left-most', () => {
    const attached = { ...ana, attachedTo: 'stage' };
    expect(laneOf(projectOf([dev, stage, live, attached]), attached)).toBe(stage);
    const rest = removeEnvironment([dev, stage, live, attached], 'stage');
    expect(rest).toEqual([dev, live, ana]);
    expect(laneOf(projectOf(rest), ana)).toBe(dev);
    expect(codeOf(() => removeEnvironment([dev, ana], 'dev'))).toBe('lanes-invalid');
    expect(codeOf(() => removeEnvironment(all, 'gone'))).toBe('environment-not-found');
  });
});
