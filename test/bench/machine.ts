import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';

/** What a reader has to know of the computer that measured. */
export function machineFacts(): string {
  const processors = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'})`,
    `${gigabytes} GB`,
    `${type()} ${release()}`,
    `file system ${fileSystem(tmpdir())}`,
    `Node ${process.versions.node}`,
    spawnSync('git', ['--version']).stdout.toString().trim(),
  ].join(', ');
}

/** Of the mount that a folder is on (Linux). */
function fileSystem(folder: string): string {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
    const fitting = mounts
      .map((line) => line.split(' '))
      .filter(([, place = '']) => folder === place || folder.startsWith(place === '/' ? '/' : `${place}/`))
      .sort(([, a = ''], [, b = '']) => b.length - a.length);
    return fitting[0]?.[2] ?? 'unknown';
  } catch {
    return 'unknown'; // no Linux
  }
}
