// Where tests keep their clones: in memory where that is safe, since thousands of synced files are what they wait for.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

const memoryFolder = '/dev/shm';
/** Where programs keep such files unless somebody says otherwise. */
const usualFolder = '/tmp';
/** Free space and free memory that it takes; a whole run uses less than a tenth. */
const enoughBytes = 4 * 2 ** 30;
const prefix = 'laneway-tests-';

/**
 * Points TMPDIR of this process, and of all it starts, to a fresh folder in memory; leaves it alone where there is no
 * such file system, where it is small, or where somebody has chosen a folder. The folder is removed at the end.
 */
export function keepTempInMemory() {
  const { TMPDIR: chosen = usualFolder } = process.env;
  if (resolve(chosen) !== usualFolder || platform() !== 'linux') return;
  try {
    sweep();
    const { bavail, bsize } = statfsSync(memoryFolder);
    if (bavail * bsize < enoughBytes || freemem() < enoughBytes) return;
    const folder = mkdtempSync(join(memoryFolder, `${prefix}${process.pid}-`));
    chmodSync(folder, 0o1777); // as /tmp: tests also work as other users
    process.env.TMPDIR = folder;
    process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  } catch (cause) {
    console.log(`  the tests use ${tmpdir()} (${cause.message})`);
  }
}

/** What a killed run left would hold memory until the next start of the computer. */
function sweep() {
  for (const name of readdirSync(memoryFolder)) {
    if (!name.startsWith(prefix)) continue;
    if (!isAlive(Number.parseInt(name.slice(prefix.length), 10)))
      rmSync(join(memoryFolder, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}
