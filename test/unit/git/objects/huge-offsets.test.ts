import { closeSync, ftruncateSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../src/main/engine/errors';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { packIndexBytes } from '../../../../src/main/engine/git/objects/pack-index-bytes';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { git } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const gib = 2 ** 30;

/** A blob whose size takes one byte of header. */
const small = (text: string): { id: string; entry: Buffer } => {
  const body = Buffer.from(text);
  const header = Buffer.of((3 << 4) | body.length);
  return { id: hashObject(testFormat, 'blob', body), entry: Buffer.concat([header, deflateSync(body)]) };
};

/** A blob that says it has 4 GiB, to stand for what lies between the others. */
const large = Buffer.of(0xb0, 0x80, 0x80, 0x80, 0x80, 0x01);

describe.skipIf(process.platform === 'win32')('a pack of more than 4 GiB, mostly a hole', () => {
  const folder = tempFolder('huge');
  git(folder, 'init', '-q');
  const packs = join(folder, '.git/objects/pack');
  mkdirSync(packs, { recursive: true });
  const [first, last] = [small('first\n'), small('last\n')];
  const lastAt = 5 * gib + 7;
  const path = join(packs, `pack-${madeUpId('1')}`);
  const file = openSync(`${path}.pack`, 'wx');
  writeSync(file, Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x03', 'latin1'), first.entry, large]));
  writeSync(file, last.entry, 0, last.entry.length, lastAt);
  ftruncateSync(file, lastAt + last.entry.length + testFormat.idBytes);
  closeSync(file);
  const hole = madeUpId('f');
  const objects = [
    { id: first.id, offset: 12, checksum: 0 },
    { id: hole, offset: 12 + first.entry.length, checksum: 0 },
    { id: last.id, offset: lastAt, checksum: 0 },
  ];
  writeFileSync(`${path}.idx`, packIndexBytes(testFormat, objects, Buffer.alloc(testFormat.idBytes)));

  it('gives what lies before and behind', () => {
    expect(statSync(`${path}.pack`).blocks * 512).toBeLessThan(gib);
    const store = openDiskStore(join(folder, '.git/objects'), testFormat);
    const before = process.memoryUsage().rss;
    expect(store.blob(first.id).toString()).toBe('first\n');
    expect(store.blob(last.id).toString()).toBe('last\n');
    expect(git(folder, 'cat-file', 'blob', last.id)).toBe('last');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    store.close();
  });

  it('says of an object that is too large for one piece that it is', () => {
    const store = openDiskStore(join(folder, '.git/objects'), testFormat);
    let caught: unknown;
    try {
      store.read(hole);
    } catch (cause) {
      caught = cause;
    }
    expect(caught).toBeInstanceOf(EngineError);
    expect((caught as EngineError).message).toMatch(/larger than 2 GiB/);
    store.close();
  });
});
