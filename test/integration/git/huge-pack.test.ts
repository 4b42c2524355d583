import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { git, gitEnvironment, tryGit } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { everyWord, startProgram } from '../../fixtures/test-program';
import { isThorough } from '../../fixtures/thorough';

const blobs = 55;
const blobBytes = 40 * 1024 * 1024;

/** Random blobs, one commit of them all, in one pack of native git without compression. */
async function makeHugePack(folder: string): Promise<void> {
  git(folder, 'init', '-q', '-b', 'main');
  const options = [
    'core.compression=0',
    'pack.compression=0',
    'fastimport.unpackLimit=0',
    'pack.packSizeLimit=0',
    'core.bigFileThreshold=1m', // no search for deltas between them
  ];
  const args = options.flatMap((option) => ['-c', option]);
  const importer = spawn('git', ['-C', folder, ...args, 'fast-import', '--quiet'], {
    env: gitEnvironment,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const write = async (bytes: string | Buffer): Promise<void> => {
    if (!importer.stdin.write(bytes)) await once(importer.stdin, 'drain');
  };
  for (let i = 1; i <= blobs; i++) {
    await write(`blob\nmark :${i}\ndata ${blobBytes}\n`);
    await write(randomBytes(blobBytes));
    await write('\n');
  }
  await write('commit refs/heads/main\ncommitter Ana <ana@example.org> 1 +0000\ndata 4\nhuge\n');
  for (let i = 1; i <= blobs; i++) await write(`M 100644 :${i} file-${String(i).padStart(3, '0')}\n`);
  importer.stdin.end();
  expect(await once(importer, 'exit')).toEqual([0, null]);
}

/** Takes some minutes and 2.5 GB of disk. */
describe.runIf(isThorough)('a pack of more than 2 GiB', () => {
  test('is read in pieces, to its end, in little memory', { timeout: 900_000 }, async () => {
    const folder = tempFolder('huge-pack');
    await makeHugePack(folder);
    const packs = join(folder, '.git/objects/pack');
    const [pack = ''] = readdirSync(packs).filter((name) => name.endsWith('.pack'));
    expect(statSync(join(packs, pack)).size).toBeGreaterThan(2 ** 31);
    // `<offset> <id> (<checksum>)`; verify-pack would unpack all of it.
    const index = readFileSync(join(packs, pack.replace('.pack', '.idx')));
    const places = tryGit(folder, ['show-index'], index)
      .stdout.toString()
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .sort((a, b) => Number(a[0]) - Number(b[0]));
    expect(Number(places.at(-1)?.[0])).toBeGreaterThan(2 ** 31);
    const ids = places.map(([, id = '']) => id);
    expect(ids.length).toBeGreaterThan(blobs);
    const [said] = await everyWord(startProgram('object-reader', [join(folder, '.git/objects'), ...ids]));
    expect(said).toMatchObject({
      bytes: expect.toSatisfy((bytes: number) => bytes > blobs * blobBytes) as unknown,
    });
    const { mostMemoryBytes } = said as { mostMemoryBytes: number };
    expect(mostMemoryBytes).toBeLessThan(300 * 1024 * 1024);
  });
});
