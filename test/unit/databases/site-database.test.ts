import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { describe, expect, test } from 'vitest';
import { isError } from '../../../src/main/engine/errors';
import { readSiteDatabase } from '../../../src/main/engine/databases/read-site-database';
import { propertyId } from '../../../src/shared/domain/database';
import { guidOf, udiFor } from '../../fixtures/artifact-files';
import { makeSiteDatabase, type SiteDatabaseOptions } from '../../fixtures/site-database';
import { tempFolder } from '../../fixtures/temp';

function site(name: string, options?: SiteDatabaseOptions): string {
  const path = join(tempFolder(name), 'umbraco/Data/Umbraco.sqlite.db');
  makeSiteDatabase(path, options);
  return path;
}
const property = (alias: string): string => propertyId(guidOf(`post/${alias}`), alias);

describe("a site's own database", () => {
  test('is read: items with properties and templates, drafts and what visitors see apart, addresses', () => {
    const path = site('site-database');
    const before = [readFileSync(path), readdirSync(dirname(path))];
    const { items, content } = readSiteDatabase(path);
    expect(items.get(udiFor('document-type', 'post'))).toMatchObject({
      alias: 'post',
      naturalKey: 'post',
      templates: [udiFor('template', 'post')],
      properties: [
        { id: property('title'), group: 'Content', dataType: udiFor('data-type', 'text'), mandatory: true },
        { id: property('body'), mandatory: false },
      ],
    });
    expect([...items.keys()]).toEqual(
      expect.arrayContaining([
        'umb://language/en-US',
        udiFor('dictionary-item', 'word'),
        udiFor('template', 'post'),
      ]),
    );
    expect(content.get(udiFor('document', 'page'))).toEqual({
      udi: udiFor('document', 'page'),
      kind: 'document',
      type: udiFor('document-type', 'post'),
      name: 'Home',
      parent: null,
      path: [],
      address: '/',
      cultures: ['en-US'],
      draft: { template: udiFor('template', 'post'), filled: [property('title'), property('body')] },
      published: { template: udiFor('template', 'post'), filled: [property('title')] },
      trashed: false,
      updated: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
    expect(content.get(udiFor('document', 'draft'))).toMatchObject({
      path: ['Home'],
      address: '/not-yet/',
      published: null,
      draft: { template: null, filled: [] },
    });
    expect(JSON.stringify([[...items], [...content]])).not.toMatch(/Somebody|never-read/);
    expect(content.get(udiFor('member', 'somebody'))).toMatchObject({ name: '', kind: 'member' });
    expect([readFileSync(path), readdirSync(dirname(path))]).toEqual(before);
  });

  test('of an older version has macros, and no addresses', () => {
    const { items, content } = readSiteDatabase(site('site-old', { old: true }));
    expect(items.get(udiFor('macro', 'gallery'))).toMatchObject({ alias: 'gallery', name: 'Gallery' });
    expect(content.get(udiFor('document', 'page'))?.address).toBeNull();
  });

  test('is read with what only its log has so far', () => {
    const path = site('site-wal');
    const writer = new Database(path);
    try {
      writer.exec('PRAGMA locking_mode = EXCLUSIVE');
      writer.exec('PRAGMA journal_mode = WAL');
      writer.exec("UPDATE cmsContentType SET alias = 'fresh' WHERE nodeId = 2");
      expect(existsSync(`${path}-wal`)).toBe(true);
      expect(readSiteDatabase(path).items.get(udiFor('document-type', 'post'))?.alias).toBe('fresh');
    } finally {
      writer.close();
    }
  });

  test.each([
    ['empty', (path: string) => writeFileSync(path, '')],
    ['cut off', (path: string) => truncateSync(path, 5000)],
    ['no database', (path: string) => writeFileSync(path, 'x'.repeat(9000))],
    [
      'overwritten',
      (path: string) =>
        writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 4096), Buffer.alloc(60_000, 7)])),
    ],
    [
      'another program’s',
      (path: string) => {
        writeFileSync(path, '');
        const other = new Database(path);
        other.exec('CREATE TABLE songs (name TEXT)');
        other.close();
      },
    ],
  ])('that cannot be read (%s) is said, in words, and never an empty answer', (_name, damage) => {
    const path = site('site-bad');
    damage(path);
    let said: unknown = null;
    try {
      readSiteDatabase(path);
    } catch (cause) {
      said = cause;
    }
    expect(isError(said, 'site-database-unreadable'), String(said)).toBe(true);
  });

  test('copied beside a log of another time is still no crash', () => {
    const path = site('site-half');
    appendFileSync(`${path}-wal`, Buffer.alloc(4096, 3));
    copyFileSync(path, `${path}.other`);
    expect(readSiteDatabase(path).items.size).toBeGreaterThan(3);
  });
});
