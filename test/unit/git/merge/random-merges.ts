import type { ObjectId, ObjectStore } from '../../../../src/main/engine/git/model';
import { randomNumbers } from '../history/random-numbers';
import {
  attributesPath,
  bigSite,
  change,
  mix,
  put,
  startSite,
  type Random,
  type Site,
} from './random-versions';
import { writeCommit, writeSite } from './stored-sites';

export interface RandomMerge {
  readonly ours: ObjectId;
  readonly theirs: ObjectId;
}

/**
 * Two commits to merge, with a history as the seed says: edits, exact and similar renames of files and folders,
 * deletions, modes, links, submodules, binary, Latin-1 and UTF-16 files, other line ends, files that become folders,
 * the same names added on both sides, and up to four merge bases.
 * @param attributes a `.gitattributes` that all versions have
 */
export function randomMerge(store: ObjectStore, seed: number, attributes: string | null): RandomMerge {
  const random = randomNumbers(seed);
  let seconds = 1_700_000_000 + seed * 1_000;
  const commit = (site: Site, parents: readonly ObjectId[]): ObjectId =>
    writeCommit(store, writeSite(store, site), parents, (seconds += 10));
  const root = random(8) ? startSite(random) : bigSite(random);
  if (attributes !== null) put(root, attributesPath, { mode: '100644', content: Buffer.from(attributes) });
  const [ours, theirs] = makeHistory(root, random, commit);
  return { ours, theirs };
}

function makeHistory(
  root: Site,
  random: Random,
  commit: (site: Site, parents: readonly ObjectId[]) => ObjectId,
): [ObjectId, ObjectId] {
  const first = commit(root, []);
  const shape = random(10);
  if (shape < 6) return [commit(change(root, random), [first]), commit(change(root, random), [first])];
  let sites = Array.from({ length: 2 + random(3) }, () => change(root, random, 3));
  let commits = sites.map((site) => commit(site, [first]));
  if (shape === 9) {
    // Bases that have several bases themselves.
    sites = sites.map((site, i) =>
      change(mix(site, sites[(i + 1) % sites.length] ?? site, random), random, 2),
    );
    const before = commits;
    commits = sites.map((site) => commit(site, before));
  }
  const mixed = (): Site => sites.reduce((all, site) => mix(all, site, random));
  return [
    commit(change(mixed(), random, 3), commits),
    commit(change(mixed(), random, 3), [...commits].reverse()),
  ];
}
