import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { gitEnvironment } from '../fixtures/git-oracle';

/** Everything that git can make durable is: objects, packs, refs, reflogs and the index, each by fsync. */
const durable = ['-c', 'core.fsync=all', '-c', 'core.fsyncMethod=fsync'];

/** Runs native git as a script would; what it prints is thrown away. */
export function run(folder: string, args: readonly string[], input?: string): void {
  command(folder, 'git', [...durable, ...args], input);
}

function command(folder: string, program: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: gitEnvironment,
    input,
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`);
  return stdout.toString();
}

export interface NativeTimes {
  /** The whole, with the new files of both working trees made durable, as Laneway does it. */
  readonly milliseconds: number;
  /** Of it, what making the files durable took: git itself never does. */
  readonly syncingFiles: number;
}

/**
 * A deployment as a careful person would write it with native git. It does what Laneway does, in the fewest commands:
 * looks at both sides; commits what is not committed; fetches and merges the target; pins both old states and the
 * result in both clones, so that nothing of them is collected; moves the target's branch; writes the files of both.
 * It does less: no plan, no second look under locks, no journal, no record, and late edits are overwritten.
 */
export function deployNatively(source: string, target: string, round: number): NativeTimes {
  const start = performance.now();
  for (const folder of [target, source]) {
    if (command(folder, 'git', [...durable, 'status', '--porcelain']) === '') continue;
    run(folder, ['add', '-A']);
    run(folder, ['commit', '-q', '-m', `saved ${round}`]);
  }
  const [before, theirs] = [source, target].map((folder) =>
    command(folder, 'git', ['rev-parse', 'HEAD']).trim(),
  ) as [string, string];
  run(source, ['fetch', '-q', target, 'main']);
  run(source, ['merge', '-q', '--no-edit', 'FETCH_HEAD']);
  const pins = `refs/pins/${round}`;
  const pin = [
    `create ${pins}/source ${before}`,
    `create ${pins}/target ${theirs}`,
    `create ${pins}/result HEAD`,
  ];
  run(source, ['update-ref', '--stdin'], `${pin.join('\n')}\n`);
  run(source, ['push', '-q', target, 'HEAD:main', `${pins}/*:${pins}/*`]);
  run(target, ['reset', '-q', '--hard']);
  const written = performance.now();
  syncFiles(source, before);
  syncFiles(target, theirs);
  const end = performance.now();
  return { milliseconds: end - start, syncingFiles: end - written };
}

/** A few at a time, because a file system joins syncs that run together. */
function syncFiles(folder: string, before: string): void {
  const paths = command(folder, 'git', ['diff', '--name-only', '-z', '--diff-filter=d', before, 'HEAD']);
  if (paths !== '') command(folder, 'xargs', ['-0', '-n', '13', '-P', '4', 'sync', '--'], paths);
}
