import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { startEngine, type EngineProcess } from '../../src/main/hosts/engine-client';
import { createClient, type Client } from '../../src/shared/contract/client';
import type { Project } from '../../src/shared/domain/project';
import { phaseIds, type Run } from '../../src/shared/domain/run';
import { cloneRepository, commitAll, git, gitEnvironment } from '../fixtures/git-oracle';
import { generateRepository, pathOf } from './generate';
import { createSessionSecrets } from '../../src/main/hosts/secret-file';

/**
 * The whole deployment (look at both, bring over, merge, hand over, write the files of both) against the same steps
 * with native git, alternating in one run on the same disk. Both make their objects durable.
 * Arguments: number of files (10,000), rounds (7).
 */
const files = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 7);
const changesPerSide = 50;

interface Pair {
  readonly source: string;
  readonly target: string;
}

/** 50 committed changes on each side, never in the same file. */
function edit({ source, target }: Pair, round: number): void {
  const step = Math.floor(files / (changesPerSide * 2 + 2));
  for (let n = 0; n < changesPerSide; n++) {
    appendFileSync(join(source, pathOf(n * 2 * step)), `source ${round} ${n}\n`);
    appendFileSync(join(target, pathOf((n * 2 + 1) * step)), `target ${round} ${n}\n`);
  }
  commitAll(source, `source ${round}`);
  commitAll(target, `target ${round}`);
  for (const folder of [source, target]) git(folder, 'status', '--porcelain');
}

function withGit({ source, target }: Pair): number {
  const run = (cwd: string, ...args: string[]): void => {
    const durable = ['-c', 'core.fsync=committed,loose-object,reference,index'];
    const { status, stderr } = spawnSync('git', [...durable, ...args], { cwd, env: gitEnvironment });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.toString()}`);
  };
  const start = performance.now();
  run(target, 'status', '--porcelain');
  run(source, 'status', '--porcelain');
  run(source, 'fetch', '-q', target, 'main');
  run(source, 'merge', '-q', '--no-edit', 'FETCH_HEAD');
  run(source, 'push', '-q', target, 'HEAD:main');
  run(target, 'reset', '-q', '--hard');
  return performance.now() - start;
}

interface Timed {
  readonly milliseconds: number;
  readonly phases: Readonly<Record<string, number>>;
}

async function withLaneway(client: Client, project: Project): Promise<Timed> {
  const [from, to] = project.environments;
  if (!from || !to) throw new Error('two environments are needed');
  const ends = { projectId: project.id, from: from.id, to: to.id };
  const plan = unwrap(await client.call('plan.create', ends));
  const start = performance.now();
  const done = new Promise<Run>((settle, reject) => {
    const stop = client.on('deploy.progress', (run) => {
      if (run.startedAt < started || run.outcome === null) return;
      stop();
      if (run.outcome === 'succeeded') settle(run);
      else reject(new Error(`${run.outcome}: ${run.error?.message ?? ''}`));
    });
  });
  const started = Date.now();
  unwrap(await client.call('deploy.start', { ...ends, message: '', planHash: plan.hash }));
  const { phases } = await done;
  return {
    milliseconds: performance.now() - start,
    phases: Object.fromEntries(phases.map(({ id, milliseconds }) => [id, milliseconds])),
  };
}

function unwrap<T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

function check({ source, target }: Pair): void {
  for (const folder of [source, target])
    if (git(folder, 'status', '--porcelain') !== '') throw new Error(`${folder} is not clean`);
  if (git(source, 'rev-parse', 'HEAD^{tree}') !== git(target, 'rev-parse', 'HEAD^{tree}'))
    throw new Error('trees differ');
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function startLaneway(folder: string): Promise<EngineProcess> {
  return startEngine({
    dataFolder: join(folder, 'data'),
    host: 'bench',
    version: '0',
    secrets: createSessionSecrets(),
    native: {
      capabilities: [],
      chooseFolder: () => Promise.resolve(null),
      openFolder: () => Promise.resolve(),
      notify: () => undefined,
    },
    log: { info: () => undefined, warn: (message) => console.error(message) },
    environment: gitEnvironment,
    workerFile: pathToFileURL(resolve('out/main/engine-worker.js')),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'laneway-bench-'));
try {
  generateRepository(join(folder, 'base'), files);
  const pair = (name: string): Pair => ({
    source: cloneRepository(join(folder, 'base'), join(folder, `${name}-source`)),
    target: cloneRepository(join(folder, 'base'), join(folder, `${name}-target`)),
  });
  const native = pair('native');
  git(native.target, 'config', 'receive.denyCurrentBranch', 'ignore');
  const ours = pair('ours');
  const engine = await startLaneway(folder);
  const client = createClient(engine);
  const project = unwrap(
    await client.call('project.create', {
      name: 'Bench',
      environments: [
        { name: 'Source', path: ours.source, role: 'development' },
        { name: 'Target', path: ours.target, role: 'production' },
      ],
    }),
  );
  const times = { native: [] as number[], ours: [] as Timed[] };
  let first = 0;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round <= rounds; round++) {
    edit(native, round);
    const nativeTime = withGit(native);
    edit(ours, round);
    delay.enable();
    const oursTime = await withLaneway(client, project);
    delay.disable();
    check(native);
    check(ours);
    if (round === 0) first = oursTime.milliseconds;
    else {
      times.native.push(nativeTime);
      times.ours.push(oursTime);
    }
  }
  await engine.close();
  const [nativeMedian, oursMedian] = [
    median(times.native),
    median(times.ours.map(({ milliseconds }) => milliseconds)),
  ];
  const show = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;
  console.log(`deployment, ${files} files, ${changesPerSide} changes a side, median of ${rounds}`);
  console.log(`  native git ${show(nativeMedian)}   Laneway ${show(oursMedian)} (first ${show(first)})`);
  console.log(`  ratio ${(oursMedian / nativeMedian).toFixed(2)}x   (bar: at most 2.0x)`);
  const phases = phaseIds.map(
    (id) => `${id} ${show(median(times.ours.map((time) => time.phases[id] ?? 0)))}`,
  );
  console.log(`  phases: ${phases.join(', ')}`);
  console.log(
    `  delay of the owner's event loop: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms (goal 50 ms)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
