import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cloneRepository, commitAll, git } from '../fixtures/git-oracle';
import { pathOf } from './generate';
import {
  dataFolderOf,
  deployWithLaneway,
  makeProject,
  planHash,
  startLaneway,
  type LanewayTimes,
} from './laneway';
import { median } from './measure';
import { deployNatively, type NativeTimes } from './native';

export const changesPerSide = 50;

interface Pair {
  readonly source: string;
  readonly target: string;
}

export interface DeploymentResult {
  readonly native: number;
  /** Without making the files of the working trees durable. */
  readonly nativeBare: number;
  readonly ours: number;
  /** The first deployment of a process that was just started. */
  readonly first: number;
  readonly peakMegabytes: number;
  /** 99th percentile of how late the owner's event loop was while deployments went on. */
  readonly ownerDelay: number;
  readonly phases: Readonly<Record<string, number>>;
}

/** Deployments of 50 committed changes a side, native and ours in turn, then first ones in fresh processes. */
export async function measureDeployments(
  folder: string,
  base: string,
  files: number,
  rounds: number,
): Promise<DeploymentResult> {
  const pair = (name: string): Pair => ({
    source: cloneRepository(base, join(folder, `${name}-source`)),
    target: cloneRepository(base, join(folder, `${name}-target`)),
  });
  const [native, ours] = [pair('native'), pair('ours')];
  for (const clone of Object.values({ ...native })) git(clone, 'config', 'gc.auto', '0');
  git(native.target, 'config', 'receive.denyCurrentBranch', 'ignore');
  const { engine, client } = await startLaneway(dataFolderOf(folder));
  const ends = await makeProject(client, ours.source, ours.target);
  const natives: NativeTimes[] = [];
  const warm: LanewayTimes[] = [];
  const first: { milliseconds: number; peakMegabytes: number }[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round <= rounds; round++) {
    edit(native, files, round);
    const nativeTimes = deployNatively(native.source, native.target, round);
    edit(ours, files, round);
    const hash = await planHash(client, ends);
    delay.enable();
    const oursTimes = await deployWithLaneway(client, ends, hash);
    delay.disable();
    for (const clones of [native, ours]) check(clones);
    if (round === 0) continue;
    natives.push(nativeTimes);
    warm.push(oursTimes);
  }
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    edit(ours, files, rounds + 1 + round);
    const hash = await planHash(client, ends);
    first.push(inFreshProcess(JSON.stringify([dataFolderOf(folder), ends, hash])));
    check(ours);
  }
  await engine.close();
  return {
    native: median(natives.map(({ milliseconds }) => milliseconds)),
    nativeBare: median(natives.map(({ milliseconds, syncingFiles }) => milliseconds - syncingFiles)),
    ours: median(warm.map(({ milliseconds }) => milliseconds)),
    first: median(first.map(({ milliseconds }) => milliseconds)),
    peakMegabytes: Math.max(...first.map(({ peakMegabytes }) => peakMegabytes)),
    ownerDelay: delay.percentile(99) / 1e6,
    phases: Object.fromEntries(
      Object.keys(warm[0]?.phases ?? {}).map((id) => [id, median(warm.map(({ phases }) => phases[id] ?? 0))]),
    ),
  };
}

/** 50 committed changes on each side, never in the same file; git has looked at its files since. */
function edit({ source, target }: Pair, files: number, round: number): void {
  const step = Math.floor(files / (changesPerSide * 2 + 2));
  for (let n = 0; n < changesPerSide; n++) {
    appendFileSync(join(source, pathOf(n * 2 * step)), `source ${round} ${n}\n`);
    appendFileSync(join(target, pathOf((n * 2 + 1) * step)), `target ${round} ${n}\n`);
  }
  for (const folder of [source, target]) {
    commitAll(folder, `edits ${round}`);
    git(folder, 'status', '--porcelain');
  }
}

function check({ source, target }: Pair): void {
  for (const folder of [source, target])
    if (git(folder, 'status', '--porcelain') !== '') throw new Error(`${folder} is not clean`);
  if (git(source, 'rev-parse', 'HEAD^{tree}') !== git(target, 'rev-parse', 'HEAD^{tree}'))
    throw new Error('trees differ');
}

/** Word on the command line that makes this program do one deployment and say how it went. */
export const onceWord = '--once';

function inFreshProcess(input: string): { milliseconds: number; peakMegabytes: number } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1] ?? '', onceWord, input]);
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as { milliseconds: number; peakMegabytes: number };
}

/** The other end of it. The peak is that of the whole process: the worker, and what starts it. */
export async function deployOnce(input: string): Promise<void> {
  const [dataFolder, ends, hash] = JSON.parse(input) as [string, Parameters<typeof planHash>[1], string];
  const { engine, client } = await startLaneway(dataFolder);
  const { milliseconds } = await deployWithLaneway(client, ends, hash);
  await engine.close();
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ milliseconds, peakMegabytes }));
}
