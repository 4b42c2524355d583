import { mergeCommits, type CommitMerge } from '../../../../src/main/engine/git/merge/merge-commits';
import type { ObjectId, ObjectStore } from '../../../../src/main/engine/git/model';
import { randomNumbers } from '../history/random-numbers';
import type { RandomMerge } from './random-merges';
import { change, mix, startSite } from './random-versions';
import { readSite, writeCommit, writeSite } from './stored-sites';

export interface WalkedMerge extends RandomMerge {
  readonly own: CommitMerge;
}

/**
 * Four to six lanes at work, as runs move them: people edit in every lane, deploy to the next one, sync from it, and
 * what reaches the last one is merged back into the first. Where a merge conflicts, somebody resolves it by hand in
 * the lower lane, and the walk goes on from there.
 * - `direct`: source and target both move to the result.
 * - `queue`: a commit is sent and pinned; later the result of pinned commit and target moves the target alone, while
 *   the source has gone on; it meets the result when it syncs.
 * @returns every merge of diverged commits that came up
 */
export function randomWalk(store: ObjectStore, seed: number, flow: 'direct' | 'queue'): WalkedMerge[] {
  const random = randomNumbers(seed ^ 0x3a1f);
  const merges: WalkedMerge[] = [];
  const count = 4 + random(3);
  const offsets = Array.from({ length: count }, () => (random(4) ? 0 : (random(7) - 3) * 600)); // clocks that are off
  let minutes = 0;
  const commitIn = (lane: number, tree: ObjectId, parents: readonly ObjectId[]): ObjectId => {
    const seconds = 1_700_000_000 + 60 * ++minutes + lane + 10 * (offsets[lane] ?? 0);
    return writeCommit(store, tree, parents, seconds);
  };
  const first = commitIn(0, writeSite(store, startSite(random)), []);
  const heads = Array.from({ length: count }, () => first);
  const head = (lane: number): ObjectId => heads[lane] ?? first;
  const sites = (commit: ObjectId) => readSite(store, store.commit(commit).tree);

  const edit = (lane: number): void => {
    const tree = writeSite(store, change(sites(head(lane)), random, 3));
    heads[lane] = commitIn(lane, tree, [head(lane)]);
  };
  /** What comes of two commits; null where they conflict. */
  const merge = (lane: number, ours: ObjectId, theirs: ObjectId): ObjectId | null => {
    const own = mergeCommits(store, { ours, theirs, labels: { ours, theirs } });
    if (own.relation === 'same' || own.relation === 'ahead') return ours;
    if (own.relation === 'behind') return theirs;
    merges.push({ ours, theirs, own });
    return own.conflicts.length ? null : commitIn(lane, own.tree, [ours, theirs]);
  };
  const resolve = (lane: number, theirs: ObjectId): void => {
    const tree = writeSite(store, mix(sites(head(lane)), sites(theirs), random));
    heads[lane] = commitIn(lane, tree, [head(lane), theirs]);
  };
  const deploy = (from: number, to: number): void => {
    const result = merge(from, head(from), head(to));
    if (result === null) resolve(from, head(to));
    else heads[from] = heads[to] = result;
  };
  const sync = (lane: number): void => {
    const result = merge(lane, head(lane), head(lane + 1));
    if (result === null) resolve(lane, head(lane + 1));
    else heads[lane] = result;
  };
  const mergeBack = (): void => {
    const result = merge(0, head(0), head(count - 1));
    if (result !== null) heads[0] = result; // else it waits for a sync
  };

  const requests: { readonly to: number; readonly pinned: ObjectId }[] = [];
  const answer = (): void => {
    const request = requests.shift();
    if (!request) return;
    const result = merge(request.to, request.pinned, head(request.to));
    if (result !== null) heads[request.to] = result; // a conflict rejects it
    if (result !== null && request.to === count - 1) mergeBack();
  };

  for (let step = 0; step < 70; step++) {
    const lane = random(count - 1);
    const what = random(10);
    if (what < 4) edit(random(3) ? lane : count - 1);
    else if (what < 6) sync(lane);
    else if (flow === 'direct') {
      deploy(lane, lane + 1);
      if (lane + 1 === count - 1) mergeBack();
    } else if (what < 8) requests.push({ to: lane + 1, pinned: head(lane) });
    else answer();
  }
  return merges;
}
