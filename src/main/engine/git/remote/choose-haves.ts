import { createCommitQueue } from '../history/commit-queue';
import type { ObjectId } from '../model';
import type { Repository } from '../repository/repository';
import { knownCommits } from '../transfer/objects-beyond';

/** The newest commits are named one by one; further back every eighth is enough to find where histories part. */
const oneByOne = 32;
const step = 8;
const mostWalked = 2048;

/**
 * Commits of the clone to tell a server, so that it sends only what is new. One answer is all there is (nothing is
 * negotiated in turns), so the list reaches back far enough for a server that knows none of the newest.
 * @param advertised ids that the server named; those of them that the clone has are common for certain
 */
export function chooseHaves(repository: Repository, advertised: Iterable<ObjectId>): ObjectId[] {
  const { objects } = repository;
  const known = knownCommits(repository);
  const ours = new Set(known);
  const haves = new Set<ObjectId>();
  for (const id of advertised) if (ours.has(id)) haves.add(id);
  const queue = createCommitQueue();
  const seen = new Set<ObjectId>(known);
  for (const id of known) queue.push(objects.commit(id));
  for (let walked = 0; walked < mostWalked; walked++) {
    const commit = queue.pop();
    if (commit === undefined) break;
    if (walked < oneByOne || walked % step === 0) haves.add(commit.id);
    for (const parent of commit.parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      queue.push(objects.commit(parent));
    }
  }
  return [...haves];
}
