import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDatabases, type Databases } from '../../../src/main/engine/databases/databases';
import type { KnownDatabase } from '../../../src/main/engine/databases/database';
import { readRunRows } from '../../../src/main/engine/databases/run-rows';
import { claimIdentity, type EnvironmentHome } from '../../../src/main/engine/environments/identity';
import { isError } from '../../../src/main/engine/errors';
import { readRef } from '../../../src/main/engine/git/refs/read-ref';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import {
  artifactAt,
  artifactFile,
  pageType,
  templateWithView,
  textDataType,
  udiFor,
} from '../../fixtures/artifact-files';
import { pageNode } from '../../fixtures/content-nodes';
import { commitAll, gitEnvironment, makeRepository, writeFiles, type Files } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const clock = { now: () => 1_800_000_000_000 };
const site: Files = {
  ...textDataType(),
  ...pageType('base', { properties: ['seo'] }),
  ...pageType('post', {
    name: 'Blog post',
    properties: ['title', 'body'],
    compositions: ['base'],
    template: 'post',
  }),
  ...templateWithView('post'),
};

interface Clone {
  readonly folder: string;
  readonly home: EnvironmentHome;
  readonly databases: Databases;
  rows(): KnownDatabase;
  /** Commits files and brings the database to that. */
  extract(files: Files, run?: string | null): void;
  head(): string;
}

function makeClone(name: string, files: Files = site): Clone {
  const top = tempFolder(name);
  const folder = makeRepository(join(top, 'site'), files);
  const options = { dataFolder: join(top, 'data'), clock, create: true };
  const { home } = claimIdentity(openRepository(folder, gitEnvironment), 'refs/heads/main', options);
  const databases = createDatabases({ clock });
  const head = (): string => readRef(home.repository, home.branch) ?? '';
  return {
    folder,
    home,
    databases,
    head,
    rows() {
      const database = databases.of(home);
      if (!database.known) throw new Error(JSON.stringify(database.problem));
      return database;
    },
    extract(changed, run = null) {
      writeFiles(folder, changed);
      commitAll(folder, 'change');
      databases.extractInto(home, databases.targetOf(home, head()), run, false);
    },
  };
}

const file = ({ home }: Clone): string => join(home.folder, 'database.json');
const post = udiFor('document-type', 'post');

describe('an embedded database', () => {
  test('is filled from the artifacts of a clone at the first look', () => {
    const clone = makeClone('filled');
    const { items, extracted, kind } = clone.rows();
    expect([kind, extracted]).toEqual(['embedded', clone.head()]);
    expect([...items.keys()].sort()).toEqual(
      [udiFor('data-type', 'text'), udiFor('document-type', 'base'), post, udiFor('template', 'post')].sort(),
    );
    expect(items.get(post)).toMatchObject({
      name: 'Blog post',
      naturalKey: 'post',
      compositions: [udiFor('document-type', 'base')],
      templates: [udiFor('template', 'post')],
      withoutFile: false,
      properties: [
        { alias: 'title', group: 'Content', dataType: udiFor('data-type', 'text') },
        { alias: 'body' },
      ],
    });
  });

  test('of a clone without artifacts is none, and nothing is written', () => {
    const clone = makeClone('none', { 'index.html': 'x\n' });
    expect(clone.databases.of(clone.home)).toEqual({ known: false, kind: 'none', problem: null, path: null });
    expect(existsSync(file(clone))).toBe(false);
    expect(() => clone.databases.change(clone.home, (rows) => rows)).toThrow(/has no database/);
  });

  test('takes over what was added and changed, and marks what lost its file', () => {
    const clone = makeClone('follows');
    const before = clone.rows().items;
    clone.extract({
      ...pageType('post', { name: 'Story', properties: ['title'] }),
      ...pageType('new'),
      [artifactAt('document-type', 'base')]: null,
    });
    const { items } = clone.rows();
    expect(items.get(post)).toMatchObject({ name: 'Story', compositions: [] });
    expect(items.get(udiFor('document-type', 'new'))?.withoutFile).toBe(false);
    expect(items.get(udiFor('document-type', 'base'))).toMatchObject({
      withoutFile: true,
      since: clock.now(),
    });
    expect(items.get(udiFor('data-type', 'text'))).toEqual(before.get(udiFor('data-type', 'text')));
  });

  test('empties a template when its view goes, and fills it again', () => {
    const clone = makeClone('view');
    const udi = udiFor('template', 'post');
    const { hash } = clone.rows().items.get(udi) ?? {};
    clone.extract({ 'Views/post.cshtml': null });
    expect(clone.rows().items.get(udi)).toMatchObject({ empty: true, withoutFile: false });
    expect(clone.rows().items.get(udi)?.hash).not.toBe(hash);
    clone.extract({ 'Views/post.cshtml': 'again\n' });
    expect(clone.rows().items.get(udi)).toMatchObject({ empty: false, hash });
  });

  test('is all or nothing: one bad artifact, and no row moves', () => {
    const clone = makeClone('all-or-nothing');
    clone.rows();
    const before = readFileSync(file(clone));
    const bad = { [artifactAt('document-type', 'broken')]: '{ "Udi": ' };
    let said: unknown = null;
    try {
      clone.extract({ ...pageType('new'), ...bad, ...artifactFile('data-type', 'other', { Name: 'TEXT' }) });
    } catch (cause) {
      said = cause;
    }
    expect(isError(said, 'extraction-failed') && said.data.problems).toEqual([
      expect.stringContaining('no valid JSON'),
      expect.stringContaining('has the name "text"'),
    ]);
    expect(readFileSync(file(clone))).toEqual(before);
  });

  test('is filled from what can be read where a clone has a bad artifact from the start', () => {
    const clone = makeClone('lenient', { ...site, [artifactAt('document-type', 'broken')]: '{' });
    expect(clone.rows().items.size).toBe(4);
    expect(clone.rows().extracted).toBeNull();
  });

  test('keeps the rows before a run, and keeps them when the run is done again', () => {
    const clone = makeClone('run-rows');
    const before = clone.rows().items.get(post);
    const from = clone.head();
    clone.extract({ ...pageType('post', { name: 'Story' }), ...pageType('new') }, 'run-1');
    clone.extract({ 'readme.md': 'x\n' }, 'run-1');
    const rows = readRunRows(clone.home, 'run-1');
    expect(rows).toMatchObject({ from, before: [before], created: [udiFor('document-type', 'new')] });
    expect(rows?.after[post]).toBe(clone.rows().items.get(post)?.hash);
    expect(readRunRows(clone.home, '../../x')).toBeNull();
  });

  test('does not read again what did not change, and writes nothing then', () => {
    const clone = makeClone('incremental');
    clone.rows();
    const { objects } = clone.home.repository;
    const read: string[] = [];
    const blob = objects.blob.bind(objects);
    objects.blob = (id) => {
      read.push(id);
      return blob(id);
    };
    const files = { ...site, ...pageType('post', { name: 'Story' }) };
    clone.extract(files);
    expect(read.length).toBe(1);
    const bytes = readFileSync(file(clone));
    clone.databases.extractInto(clone.home, clone.databases.targetOf(clone.home, clone.head()), null, false);
    expect(readFileSync(file(clone))).toEqual(bytes);
    objects.blob = blob;
  });

  test('brings rows back that were altered, when extraction is run again over everything', () => {
    const clone = makeClone('deep');
    clone.rows();
    const good = clone.rows().items.get(post);
    clone.databases.change(clone.home, (rows) => {
      const row = rows.items.get(post);
      return row ? { ...rows, items: new Map(rows.items).set(post, { ...row, name: 'x', hash: 'x' }) } : rows;
    });
    clone.databases.extractInto(clone.home, clone.databases.targetOf(clone.home, clone.head()), null, true);
    expect(clone.rows().items.get(post)).toEqual(good);
  });

  test('says the same to two processes, and loses no change of either', () => {
    const clone = makeClone('two');
    const other = createDatabases({ clock });
    clone.rows();
    other.of(clone.home);
    const add = (databases: Databases, word: string): KnownDatabase =>
      databases.change(clone.home, (rows) => {
        const node = pageNode(word, 'post');
        return { ...rows, content: new Map(rows.content).set(node.udi, node) };
      });
    add(clone.databases, 'a');
    expect(add(other, 'b').content.size).toBe(2);
    expect(clone.rows().content.size).toBe(2);
  });
});

describe('a damaged document', () => {
  const withPage = (name: string): Clone => {
    const clone = makeClone(name);
    clone.rows();
    const node = pageNode('hello', 'post', ['title']);
    clone.databases.change(clone.home, (rows) => ({ ...rows, content: new Map([[node.udi, node]]) }));
    return clone;
  };

  test.each(['', '{"format":1', '[]', '{"format":1,"generation":3,"items":[{}]}'])(
    'is set aside and told, and content and items are there again: %j',
    (bytes) => {
      const clone = withPage('damaged');
      const before = clone.rows();
      writeFileSync(file(clone), bytes);
      const after = clone.rows();
      expect(after.report?.code).toBe('store-damaged');
      expect(after.content).toEqual(before.content);
      expect(after.items).toEqual(before.items);
      expect(after.extracted).toBe(clone.head());
      const kept = readdirSync(clone.home.folder).filter((name) => name.startsWith('database.json.damaged'));
      expect(kept.map((name) => readFileSync(join(clone.home.folder, name), 'utf8'))).toEqual([bytes]);
    },
  );

  test('that is gone with all that was beside it comes back from outside the clone', () => {
    const clone = withPage('gone');
    const before = clone.rows();
    rmSync(file(clone));
    rmSync(`${file(clone)}.previous`);
    expect(clone.rows().content).toEqual(before.content);
  });

  test('of a newer Laneway is left as it is, and nothing is known of it', () => {
    const clone = withPage('newer');
    writeFileSync(file(clone), '{"format": 99}');
    expect(clone.databases.of(clone.home)).toMatchObject({
      known: false,
      problem: { code: 'store-too-new' },
    });
    expect(readFileSync(file(clone), 'utf8')).toBe('{"format": 99}');
  });
});
