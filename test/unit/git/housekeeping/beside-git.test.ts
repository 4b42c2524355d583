import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { testFormat } from '../../../fixtures/object-format';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { ended, everyWord, startProgram } from '../../../fixtures/test-program';
import { idsIn, objectsOf, unreadableByGit } from './piles';

const root = tempFolder('beside-git');
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Report {
  readonly gathered: number;
  readonly rounds: number;
  readonly written: readonly string[];
}

/** Native git again and again until it is told to stop; how often each succeeded. */
function loop(folder: string, command: string): { stop(): Promise<number> } {
  const script = `n=0; trap 'stop=1' TERM; while [ -z "$stop" ]; do ${command} >/dev/null 2>&1 && n=$((n+1)); done; echo $n`;
  const child = spawn('bash', ['-c', script], { cwd: folder, env: gitEnvironment });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const closed = once(child, 'close');
  return {
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return Number(said.trim());
    },
  };
}

it('loses nothing beside native gc, commits, and another Laneway that gathers the same', async () => {
  const folder = makeRepository(join(root, 'busy'));
  git(folder, 'config', 'gc.auto', '0');
  const gatherers = ['one', 'two'].map((name) => startProgram('gatherer', [name, folder, '2']));
  const words = gatherers.map((program) => everyWord(program));
  const collecting = loop(folder, 'git gc -q');
  const commits: string[] = [];
  const reader = openDiskStore(objectsOf(folder), testFormat);
  for (let n = 0; n < 25; n++) {
    writeFiles(folder, { 'a.txt': `${n}\n`, [`folder/${n}.txt`]: `${n}\n` });
    commits.push(commitAll(folder, `commit ${n}`));
    for (const id of commits) reader.commit(id);
    await sleep(50);
  }
  for (const program of gatherers) program.kill('SIGTERM');
  const reports = (await Promise.all(words)).map((said) => said.at(-1) as Report);
  expect(await Promise.all(gatherers.map(ended))).toEqual([0, 0]);
  expect(await collecting.stop()).toBeGreaterThan(2);
  const all = reports.flatMap(({ written }) => written);
  for (const { gathered, written } of reports) {
    expect(gathered).toBeGreaterThan(2);
    expect(written.length).toBeGreaterThan(50);
  }
  const found = new Set(idsIn(folder));
  expect(all.filter((id) => !found.has(id))).toEqual([]);
  expect(unreadableByGit(folder, [...all, ...commits])).toEqual([]);
  const store = openDiskStore(objectsOf(folder), testFormat);
  for (const id of [...all, ...commits]) store.read(id);
  expect(git(folder, 'fsck', '--strict', '--no-progress', '--no-dangling')).toBe('');
}, 60_000);
