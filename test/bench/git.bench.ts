import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  changesPerSide,
  deployOnce,
  measureDeployments,
  onceWord,
  type DeploymentResult,
} from './deployments';
import { generateRepository } from './generate';
import { machineFacts } from './machine';
import { show } from './measure';
import { measureOperations, type OperationResults } from './operations';
import { table, writeSection } from './performance-page';

/**
 * The git layer against native git, alternating in one run on the same disk, both with the same fsync.
 * Arguments: numbers of files, with commas (1000,5000,10000,50000), rounds (7). From 7 rounds on the sizes are kept
 * in out/bench-results, and docs/performance.md is written of all that are there.
 */
const defaultSizes = [1000, 5000, 10_000, 50_000];
const bars: Readonly<Record<number, { deployment: number; first?: number }>> = {
  1000: { deployment: 1.25 },
  10_000: { deployment: 1, first: 2 },
  50_000: { deployment: 1.25, first: 3 },
};
const barOf: Readonly<Record<keyof OperationResults, number>> = {
  status: 2,
  difference: 1,
  log: 1,
  commit: 1,
  transfer: 1,
  blobs: 1,
};
const nameOf: Readonly<Record<keyof OperationResults, string>> = {
  status: 'Status',
  difference: 'Tree difference (100 commits)',
  log: 'Log (100 commits)',
  commit: `Commit (${changesPerSide} files)`,
  transfer: `Transfer (${changesPerSide} files)`,
  blobs: 'Reading all blobs',
};
const peakBarMegabytes = 300;
/** Fewer are for a quick look. */
const fewestRounds = 7;
const resultsFile = 'out/bench-results/git.json';

interface Measured {
  readonly files: number;
  readonly rounds: number;
  readonly deployment: DeploymentResult;
  readonly operations: OperationResults;
}

async function main(sizes: readonly number[], rounds: number): Promise<void> {
  for (const files of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'laneway-bench-'));
    try {
      const base = join(folder, 'base');
      mkdirSync(base);
      generateRepository(base, files);
      const deployment = await measureDeployments(folder, base, files, rounds);
      const operations = await measureOperations(folder, base, files, rounds);
      tell({ files, deployment, operations });
      if (rounds >= fewestRounds) keep({ files, rounds, deployment, operations });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  if (rounds >= fewestRounds) await writeSection('git', report(kept()));
}

/** What was measured before on this computer, smallest first. */
const kept = (): Measured[] =>
  existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Measured[]) : [];

function keep(measured: Measured): void {
  const all = [...kept().filter(({ files }) => files !== measured.files), measured];
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(all.sort((a, b) => a.files - b.files)));
}

const ratio = (ours: number, native: number): string => `${(ours / native).toFixed(2)}x`;

/** "1.12x (bar 1.25x)" */
const held = (value: string, bar: number | undefined): string =>
  bar === undefined ? value : `${value} (bar ${bar}x)`;

function tell({ files, deployment, operations }: Omit<Measured, 'rounds'>): void {
  const { native, nativeBare, ours, first, peakMegabytes, phases, ownerDelay } = deployment;
  const bar = bars[files];
  console.log(`${files} files`);
  console.log(
    `  deployment  native ${show(native)} (${show(nativeBare)} without syncing files)  Laneway ${show(ours)}  ${held(ratio(ours, native), bar?.deployment)}`,
  );
  console.log(
    `  first       ${show(first)}  ${held(ratio(first, native), bar?.first)}   peak ${peakMegabytes.toFixed(0)} MB   owner's delay p99 ${ownerDelay.toFixed(1)} ms`,
  );
  console.log(
    `  phases      ${Object.entries(phases)
      .map(([id, milliseconds]) => `${id} ${show(milliseconds)}`)
      .join(', ')}`,
  );
  for (const [name, { native: theirs, ours: mine }] of entriesOf(operations))
    console.log(
      `  ${name.padEnd(11)} native ${show(theirs)}  Laneway ${show(mine)}  ${held(ratio(mine, theirs), barOf[name])}`,
    );
}

const entriesOf = (operations: OperationResults) =>
  Object.entries(operations) as [keyof OperationResults, OperationResults['status']][];

function report(results: readonly Measured[]): string {
  const count = (files: number): string => files.toLocaleString('en');
  const deployments = table(
    ['Files', 'native git', 'Laneway', 'ratio', 'first in a process', 'peak memory', "owner's delay, p99"],
    results.map(({ files, deployment }) => [
      count(files),
      show(deployment.native),
      show(deployment.ours),
      held(ratio(deployment.ours, deployment.native), bars[files]?.deployment),
      `${show(deployment.first)}, ${held(ratio(deployment.first, deployment.native), bars[files]?.first)}`,
      `${deployment.peakMegabytes.toFixed(0)} MB`,
      `${deployment.ownerDelay.toFixed(1)} ms`,
    ]),
  );
  const bare = results.map(
    ({ files, deployment }) => `${ratio(deployment.ours, deployment.nativeBare)} at ${count(files)}`,
  );
  const parts = table(
    ['', ...results.map(({ files }) => `${count(files)} files`), 'bar'],
    (Object.keys(nameOf) as (keyof OperationResults)[]).map((name) => [
      nameOf[name],
      ...results.map(
        ({ operations: { [name]: times } }) =>
          `${show(times.ours)} / ${show(times.native)} = ${ratio(times.ours, times.native)}`,
      ),
      `${barOf[name]}x`,
    ]),
  );
  return [
    `Measured on ${machineFacts()}. Medians of ${Math.min(...results.map(({ rounds }) => rounds))} rounds or more, in turn.`,
    '### A whole deployment',
    deployments,
    `Native git that leaves the files of the working trees to the system's own flushing: ${bare.join(', ')} files.`,
    growth(results),
    '### Its parts',
    parts,
    `Each cell: Laneway / native git. Bar of the peak memory: ${peakBarMegabytes} MB.`,
  ].join('\n\n');
}

/** From 5,000 to 50,000 files, with the looks at the working trees and without them. */
function growth(results: readonly Measured[]): string {
  const at = (files: number): Measured | undefined => results.find((result) => result.files === files);
  const [small, large] = [at(5000), at(50_000)];
  if (!small || !large) return '';
  const without = ({ deployment, operations }: Measured): number =>
    deployment.ours - 4 * operations.status.ours;
  const ours = large.deployment.ours / small.deployment.ours;
  const native = large.deployment.native / small.deployment.native;
  return `From 5,000 to 50,000 files a deployment takes ${ours.toFixed(2)} times as long (native git: ${native.toFixed(2)} times; bar ${(1.4 * native).toFixed(2)}); without its looks at the working trees ${(without(large) / without(small)).toFixed(2)} times (bar 2.5).`;
}

if (process.argv[2] === onceWord) await deployOnce(process.argv[3] ?? '');
else
  await main(
    (process.argv[2] ?? defaultSizes.join(',')).split(',').map(Number),
    Number(process.argv[3] ?? 7),
  );
