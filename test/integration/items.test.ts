import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFiles } from '../fixtures/git-oracle';
import { makeArtifacts, written } from '../fixtures/random-artifacts';
import { makeScenario, type Scenario } from '../fixtures/scenario';
import { tempFolder } from '../fixtures/temp';

const revision = 'umbraco/Deploy/Revision';
const made = makeArtifacts(40, 'newer');
const type = made.find(({ name }) => name.startsWith('document-type__'));
const typePath = `${revision}/${type?.name ?? ''}`;
const old = 'Old-Secret-1234';
const fresh = 'Fresh-Secret-5678';
const cloud = (key: string): string =>
  JSON.stringify(
    { Identity: { ClientSecret: key }, Deploy: { ApiKey: key, Project: { Name: 'x' } } },
    null,
    2,
  );

let site: Scenario;
beforeAll(async () => {
  const files = {
    ...Object.fromEntries(made.map(({ name, content }) => [`${revision}/${name}`, written(content)])),
    'umbraco-cloud.json': cloud(old),
    'config/site.yaml': `smtp:\n  host: mail.example.org\n  password: ${old}\n`,
  };
  site = await makeScenario(tempFolder(), { files });
  const broken = `${revision}/media-type__${'0'.repeat(32)}.uda`;
  writeFiles(site.dev, {
    'umbraco-cloud.json': cloud(fresh),
    'config/site.yaml': `smtp:\n  host: mail.example.org\n  password: ${fresh}\n`,
    [typePath]: written({ ...type?.content, Icon: 'icon-new', ApiToken: fresh }),
    [broken]: '{\n  "Name": "x"\n  "Alias": "x"\n}',
  });
}, 120_000);
afterAll(() => site.close());

const environment = (name: string) => ({ projectId: site.project.id, environmentId: site.id(name) });

it('lists all items of an environment, with who, when, and what is broken', async () => {
  const live = await site.call('items.list', environment('Live'));
  expect(live.problems).toEqual([]);
  expect(live.items.map(({ item }) => item.udi).sort()).toEqual(
    made.map(({ content }) => content['Udi']).sort(),
  );
  for (const { authors, lastChanged, uncommitted } of live.items) {
    expect(authors.map(({ name }) => name)).toEqual(['Ana']);
    expect(lastChanged).toBeGreaterThan(0);
    expect(uncommitted).toBe(false);
  }
  const dev = await site.call('items.list', environment('Dev'));
  expect(dev.items.filter(({ uncommitted }) => uncommitted).map(({ path }) => path)).toEqual([typePath]);
  expect(dev.problems).toEqual([
    {
      path: expect.stringContaining('media-type__') as string,
      message: 'The file is broken in line 3, column 3: a comma or } is missing here.',
    },
  ]);
});

it('tells what changed in an item in words', async () => {
  const detail = await site.call('changes.detail', { ...environment('Dev'), path: typePath });
  expect(detail.properties).toEqual([
    { about: 'Icon', kind: 'changed', was: 'icon-document', is: 'icon-new' },
    { about: 'Api token', kind: 'added', was: null, is: '\u2022'.repeat(6) },
  ]);
});

it('lets no secret out, and still shows that it is another one', async () => {
  const ends = { projectId: site.project.id, from: site.id('Dev'), to: site.id('Staging') };
  for (const path of ['umbraco-cloud.json', 'config/site.yaml', typePath]) {
    const answers = [
      await site.call('changes.detail', { ...environment('Dev'), path }),
      await site.call('plan.detail', { ...ends, path, side: 'to' }),
    ];
    for (const answer of answers) {
      const text = JSON.stringify(answer);
      expect(text).not.toContain(old);
      expect(text).not.toContain(fresh);
      const lines = answer.hunks.flatMap((hunk) => hunk.lines);
      expect(lines.some(({ kind, text: line }) => kind === 'new' && line.includes('\u2022'))).toBe(true);
    }
  }
  for (const answer of [
    await site.call('plan.create', ends),
    await site.call('changes.get', environment('Dev')),
  ]) {
    expect(JSON.stringify(answer)).not.toContain(fresh);
    expect(JSON.stringify(answer)).not.toContain(old);
  }
  writeFileSync(join(site.dev, 'config/site.yaml'), 'smtp: {}\n');
  const gone = await site.call('changes.detail', { ...environment('Dev'), path: 'config/site.yaml' });
  expect(JSON.stringify(gone)).not.toContain(old);
});
