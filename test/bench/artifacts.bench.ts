import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createIndexMemory, readSiteIndex } from '../../src/main/engine/artifacts/site-index';
import type { ObjectReader } from '../../src/main/engine/git/model';
import { openDiskStore } from '../../src/main/engine/git/objects/disk-store';
import { testFormat } from '../fixtures/object-format';
import { commitAll, git, writeFiles } from '../fixtures/git-oracle';
import { makeArtifacts, written } from '../fixtures/random-artifacts';

/**
 * Reading and indexing all artifacts of a site against reading and JSON.parse of the same files, both from the packs of
 * the same clone, alternating. Then a look after a change of 50 of them, and one at the same state.
 * Arguments: number of artifacts (10,000), rounds (15).
 */
const count = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 15);
const changed = 50;
const revision = 'umbraco/Deploy/Revision';

/** What a run takes when least disturbs it. */
const best = (values: readonly number[]): number => Math.min(...values);

function timed<T>(work: () => T): [number, T] {
  const start = performance.now();
  const value = work();
  return [performance.now() - start, value];
}

/** The same files, read the same way, and only parsed. */
function parseAll(reader: ObjectReader, tree: string): number {
  let id = tree;
  for (const name of revision.split('/')) id = reader.tree(id).get(name)?.id ?? '';
  let parsed = 0;
  for (const entry of reader.tree(id).values())
    if (JSON.parse(reader.blob(entry.id).toString('utf8')) !== null) parsed++;
  return parsed;
}

const folder = mkdtempSync(join(tmpdir(), 'laneway-bench-'));
try {
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'config', 'gc.auto', '0');
  const artifacts = makeArtifacts(count, 'newer');
  writeFiles(
    folder,
    Object.fromEntries(artifacts.map(({ name, content }) => [`${revision}/${name}`, written(content)])),
  );
  commitAll(folder, 'all');
  const before = git(folder, 'rev-parse', 'HEAD^{tree}');
  for (const { name, content } of artifacts
    .filter((_, n) => n % Math.floor(count / changed) === 0)
    .slice(0, changed))
    writeFileSync(join(folder, revision, name), written({ ...content, Icon: 'icon-changed' }));
  commitAll(folder, 'some');
  const after = git(folder, 'rev-parse', 'HEAD^{tree}');
  git(folder, 'gc', '-q');

  const times = {
    parse: [] as number[],
    index: [] as number[],
    change: [] as number[],
    again: [] as number[],
  };
  let reread = 0;
  for (let round = 0; round <= rounds; round++) {
    const open = (): ReturnType<typeof openDiskStore> =>
      openDiskStore(join(folder, '.git/objects'), testFormat);
    const plain = open();
    const [parse, parsed] = timed(() => parseAll(plain, before));
    plain.close();
    const store = open();
    const memory = createIndexMemory();
    const [index, site] = timed(() => {
      const read = readSiteIndex(store, before, memory);
      read.referrersOf(''); // so that this table is made as well
      return read;
    });
    if (site.items.length !== parsed || site.problems.length > 0) throw new Error('not all were read');
    const counting: ObjectReader = { ...store, blob: (id) => (reread++, store.blob(id)) };
    reread = 0;
    const [change] = timed(() => readSiteIndex(counting, after, memory).referrersOf(''));
    const [again] = timed(() => readSiteIndex(counting, after, memory));
    store.close();
    if (round === 0) continue;
    times.parse.push(parse);
    times.index.push(index);
    times.change.push(change);
    times.again.push(again);
  }
  const show = (list: readonly number[]): string => `${best(list).toFixed(1)} ms`;
  console.log(`${count} artifacts, best of ${rounds}`);
  console.log(`  read and parse ${show(times.parse)}   read and index ${show(times.index)}`);
  console.log(`  ratio ${(best(times.index) / best(times.parse)).toFixed(2)}x   (bar: below 1.5x)`);
  console.log(
    `  after a change of ${changed}: ${show(times.change)}, ${reread} files read; the same state: ${show(times.again)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
