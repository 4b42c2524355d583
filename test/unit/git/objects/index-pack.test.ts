import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyDelta } from '../../../../src/main/engine/git/objects/apply-delta';
import { verifyObject } from '../../../../src/main/engine/git/objects/verify-object';
import { DamagedPack, openIncomingPack } from '../../../../src/main/engine/git/remote/incoming-pack';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const lines = (seed: number): string =>
  Array.from({ length: 4000 }, (_, i) => `line ${i} ${(i * (seed % 7 === i % 7 ? seed : 1)) % 9973}\n`).join(
    '',
  );

/** A clone, and what its original made since then as a pack of native git. */
function behind(name: string, ...options: readonly string[]): { folder: string; pack: Buffer; tip: string } {
  const original = makeRepository(join(tempFolder(name), 'original'), {
    'big.txt': lines(1),
    'a/b.txt': 'b\n',
  });
  const folder = cloneRepository(original, join(original, '../clone'));
  const old = git(original, 'rev-parse', 'HEAD');
  for (let n = 2; n < 9; n++) {
    writeFiles(original, {
      'big.txt': lines(n),
      [`a/${n}.txt`]: `${n}\n`,
      'bytes.bin': Buffer.alloc(70_000, n),
    });
    commitAll(original, `edit ${n}`);
  }
  const tip = git(original, 'rev-parse', 'HEAD');
  const packed = tryGit(
    original,
    ['pack-objects', '--revs', '--stdout', '--thin', '-q', ...options],
    `${tip}\n^${old}\n`,
  );
  return { folder, pack: packed.stdout, tip };
}

const readBase = (folder: string) => {
  const { objects } = openRepository(folder, gitEnvironment);
  return (id: string) => (objects.has(id) ? verifyObject(objects, id) : null);
};
const pause = (): Promise<void> => Promise.resolve();

describe('a pack that arrives', () => {
  it.each([
    ['with deltas by offset', ['--delta-base-offset']],
    ['with deltas by id', []],
    ['without deltas', ['--window=0']],
    ['with long chains', ['--delta-base-offset', '--window=50', '--depth=50']],
  ])('%s gets the index that git index-pack makes', async (name, options) => {
    const { folder, pack, tip } = behind(name.replaceAll(' ', '-'), ...options);
    const { objects } = openRepository(folder, gitEnvironment);
    const incoming = openIncomingPack(objects);
    for (let at = 0; at < pack.length; at += 1000) incoming.write(pack.subarray(at, at + 1000));
    const stored = await incoming.finish({ readBase: readBase(folder), pause });
    stored?.release();
    const packs = join(folder, '.git/objects/pack');
    const ours = readdirSync(packs).find(
      (file) => file.endsWith('.idx') && !readFileSync(join(packs, file)).equals(Buffer.alloc(0)),
    );
    const whole = join(packs, (ours ?? '').replace('.idx', '.pack'));
    const native = join(folder, 'native.idx');
    git(folder, 'index-pack', '-o', native, whole);
    expect(readFileSync(join(packs, ours ?? '')).equals(readFileSync(native))).toBe(true);
    expect(git(folder, 'rev-list', '--objects', '--count', tip)).not.toBe('0');
    git(folder, 'update-ref', 'refs/heads/arrived', tip);
    expect(git(folder, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
  });

  it('that is damaged anywhere, or lacks a base, leaves nothing', async () => {
    const { folder, pack } = behind('damaged');
    const packs = join(folder, '.git/objects/pack');
    const before = existsSync(packs) ? readdirSync(packs) : [];
    const { objects } = openRepository(folder, gitEnvironment);
    for (let n = 1; n < 12; n++) {
      const at = Math.floor((pack.length * n) / 12);
      const damaged = Buffer.from(pack);
      damaged[at] = (damaged[at] ?? 0) ^ 0x20;
      const incoming = openIncomingPack(objects);
      incoming.write(damaged);
      await expect(incoming.finish({ readBase: readBase(folder), pause })).rejects.toThrow(DamagedPack);
    }
    const orphan = openIncomingPack(objects);
    orphan.write(pack);
    await expect(orphan.finish({ readBase: () => null, pause })).rejects.toThrow(
      /base of a delta is missing/,
    );
    expect(existsSync(packs) ? readdirSync(packs) : []).toEqual(before);
  });
});

describe('a delta', () => {
  const size = (value: number): number[] =>
    value < 128 ? [value] : [(value & 0x7f) | 0x80, ...size(Math.floor(value / 128))];

  it('whose copy has no length copies 64 KiB', () => {
    const base = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
    const delta = Buffer.from(
      [...size(base.length), ...size(0x10000 + 2), 0x91, 5, 0x10 ^ 0x10, 2, 7, 8].flat(),
    );
    // 0x80: copy; 0x01: one byte of the start follows; 0x10: one byte of the length, which is 0.
    expect(
      applyDelta(base, delta).equals(Buffer.concat([base.subarray(5, 5 + 0x10000), Buffer.of(7, 8)])),
    ).toBe(true);
    const short = Buffer.from([...size(base.length), ...size(0x10000), 0x81, 5]);
    expect(applyDelta(base, short).equals(base.subarray(5, 5 + 0x10000))).toBe(true);
  });
});
