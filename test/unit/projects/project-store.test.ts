import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editEnvironment } from '../../../src/main/engine/projects/lanes';
import { createProjectStore } from '../../../src/main/engine/projects/project-store';
import type { NewProject } from '../../../src/main/engine/projects/project-store';
import { tempFolder } from '../../fixtures/temp';

const clock = { now: () => 1_700_000_000_000 };
const site = (name: string): NewProject => ({
  name,
  flow: 'direct',
  profile: 'plain',
  sample: false,
  environments: [
    { id: 'd', name: 'Dev', role: 'development', path: '/sites/dev', branch: 'dev' },
    { id: 'l', name: 'Live', role: 'production', path: '/sites/live', branch: 'main' },
    { id: 'a', name: 'Ana', role: 'flexible', path: '/sites/ana', branch: 'ana', attachedTo: 'd' },
  ],
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'fine';
  } catch (cause) {
    return String((cause as { code: unknown }).code);
  }
};

describe('the project store', () => {
  it('remembers projects, in their order, for every process that looks', () => {
    const folder = tempFolder();
    const window = createProjectStore(folder, clock);
    const cli = createProjectStore(folder, clock);
    expect(window.list()).toEqual({ projects: [], damaged: [] });
    const one = window.create(site('One'));
    const two = cli.create(site('Two'));
    const three = window.create({ ...site('Three'), sample: true, flow: 'queue' });
    expect(one).toEqual({ ...site('One'), id: one.id, createdAt: clock.now() });
    expect(new Set([one.id, two.id, three.id]).size).toBe(3);
    expect(cli.list().projects).toEqual([one, two, three]);
    expect(cli.get(two.id)).toEqual(two);

    expect(cli.reorder([three.id]).projects).toEqual([three, one, two]);
    expect(window.list().projects).toEqual([three, one, two]);
    window.remove(one.id);
    expect(cli.list().projects).toEqual([three, two]);
  });

  it('keeps names apart, in any spelling', () => {
    const store = createProjectStore(tempFolder(), clock);
    const one = store.create(site('One'));
    store.create(site('Two'));
    expect(codeOf(() => store.create(site('ONE')))).toBe('project-name-taken');
    expect(codeOf(() => store.rename(one.id, 'two'))).toBe('project-name-taken');
    expect(store.rename(one.id, 'ONE').name).toBe('ONE');
    expect(store.list().projects.map(({ name }) => name)).toEqual(['ONE', 'Two']);
  });

  it('checks lanes before it writes', () => {
    const store = createProjectStore(tempFolder(), clock);
    expect(codeOf(() => store.create({ ...site('One'), environments: [] }))).toBe('lanes-invalid');
    expect(store.list().projects).toEqual([]);
    const { id } = store.create(site('One'));
    expect(codeOf(() => store.changeEnvironments(id, (all) => all.toReversed()))).toBe('lanes-invalid');
    expect(store.get(id).environments).toEqual(site('One').environments);
    const changed = store.changeEnvironments(id, (all) => editEnvironment(all, 'd', { name: 'Development' }));
    expect(store.get(id)).toEqual(changed);
    expect(changed.environments[0]?.name).toBe('Development');
  });

  it('knows what is not there', () => {
    const store = createProjectStore(tempFolder(), clock);
    store.create(site('One'));
    for (const act of [
      () => store.get('gone'),
      () => store.rename('gone', 'x'),
      () => store.remove('gone'),
      () => store.reorder(['gone']),
      () => store.changeEnvironments('gone', (all) => all),
    ])
      expect(codeOf(act)).toBe('project-not-found');
    expect(store.list().projects).toHaveLength(1);
  });

  it('sets a damaged file aside, says so, and loses nothing else', () => {
    const folder = tempFolder();
    const path = join(folder, 'projects.json');
    const store = createProjectStore(folder, clock);
    const one = store.create(site('One'));
    store.create(site('Two'));
    const damaged = readFileSync(path, 'utf8').replace('"direct"', '"sideways"');
    writeFileSync(path, damaged);
    const list = store.list();
    expect(list.projects).toEqual([one]);
    const [report] = list.damaged;
    if (report?.code !== 'store-damaged') throw new Error('not reported');
    expect(readFileSync(report.data.setAside, 'utf8')).toBe(damaged);
    expect(report.message).toContain('set aside');
    store.create(site('Three'));
    expect(store.list().projects).toHaveLength(2);
  });
});
