import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { cloneRepository, commitAll, git } from '../fixtures/git-oracle';
import { actions, startTestEngine } from '../fixtures/scenario';
import { generateRepository, pathOf } from './generate';
import { machineFacts } from './machine';
import { median, show } from './measure';
import { table, writeSection } from './performance-page';

/**
 * Many small deployments in a row: do the last ones take as long as the first, and what do they leave in the clones?
 * Native housekeeping is off, so that Laneway is alone with what it makes.
 * Arguments: number of deployments (500), files (1,000).
 */
const rounds = Number(process.argv[2] ?? 500);
const files = Number(process.argv[3] ?? 1000);
/** Every fifth deployment is large enough for a pack, the others are a few files. */
const changesOf = (round: number): number => (round % 5 === 0 ? 40 : 3);
const compared = Math.min(50, Math.floor(rounds / 2));

/** Commits on the source, and one hotfix on the target in every tenth round. */
function edit(source: string, target: string, round: number): void {
  const half = Math.floor(files / 2);
  for (let n = 0; n < changesOf(round); n++)
    appendFileSync(join(source, pathOf((round * 7 + n * 11) % half)), `source ${round} ${n}\n`);
  commitAll(source, `source ${round}`);
  if (round % 10 !== 0) return;
  appendFileSync(join(target, pathOf(half + (round % half))), `target ${round}\n`);
  commitAll(target, `target ${round}`);
}

function state(folder: string): string {
  const counts = new Map(
    git(folder, 'count-objects', '-v')
      .split('\n')
      .map((line) => line.split(': ') as [string, string]),
  );
  const refs = git(folder, 'for-each-ref', '--format=x', 'refs/laneway').split('\n').filter(Boolean).length;
  return `${counts.get('packs')} packs, ${counts.get('count')} loose objects, ${counts.get('garbage')} garbage, ${refs} refs`;
}

const folder = mkdtempSync(join(tmpdir(), 'laneway-bench-'));
try {
  generateRepository(join(folder, 'base'), files);
  const [source, target] = ['source', 'target'].map((name) =>
    cloneRepository(join(folder, 'base'), join(folder, name)),
  );
  if (!source || !target) throw new Error('two clones are needed');
  for (const clone of [source, target]) git(clone, 'config', 'gc.auto', '0');
  const engine = startTestEngine(join(folder, 'data'));
  const project = await engine.call('project.create', {
    name: 'Bench',
    environments: [
      { name: 'Source', path: source, role: 'development' },
      { name: 'Target', path: target, role: 'production' },
    ],
  });
  const { deploy } = actions(engine, project);
  const times: number[] = [];
  /** What a busy machine does not change much. */
  const cpuTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    edit(source, target, round);
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    const { outcome } = await deploy('Source', 'Target');
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpuStart);
    cpuTimes.push((user + system) / 1000);
    if (outcome !== 'succeeded') throw new Error(`round ${round}: ${outcome}`);
    if ((round + 1) % 50 === 0)
      console.log(
        `  ${round + 1}: ${show(median(times.slice(-50)))}, cpu ${show(median(cpuTimes.slice(-50)))}; ${state(target)}`,
      );
  }
  await engine.close();
  console.log(`${rounds} deployments, ${files} files, looking and deploying, median of ${compared}`);
  const rows: string[][] = [];
  for (const [name, values] of [
    ['time', times],
    ['processor time', cpuTimes],
  ] as const) {
    const [first, last] = [median(values.slice(0, compared)), median(values.slice(-compared))];
    rows.push([name, show(first), show(last), `${(last / first).toFixed(2)}x`, show(Math.max(...values))]);
    console.log(`  ${rows.at(-1)?.join('   ')}   (bar: at most 1.3x)`);
  }
  for (const clone of [source, target]) {
    console.log(`  ${clone === source ? 'source' : 'target'}: ${state(clone)}`);
    git(clone, 'fsck', '--no-progress');
  }
  if (rounds >= 500)
    await writeSection(
      'housekeeping',
      [
        `${rounds} deployments, ${files} files; looking and deploying. Measured on ${machineFacts()}.`,
        table(['', `first ${compared}`, `last ${compared}`, 'ratio (bar 1.3x)', 'slowest'], rows),
        `Left in the target: ${state(target)}.`,
      ].join('\n\n'),
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
