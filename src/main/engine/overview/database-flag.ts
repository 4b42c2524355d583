import type { LaneFlag } from '../../../shared/domain/overview';
import type { Databases } from '../databases/databases';
import { markExtracted, markWaiting, readExtraction } from '../databases/extraction-state';
import { settleSite } from '../databases/follow-site';
import { needsRecovery } from '../deploy/recovery';
import { whoHolds } from '../environments/run-lock';
import { isFromOutside, toErrorAnswer } from '../errors';
import { commitsBetween } from '../git/history/commits-between';
import type { ObjectId } from '../git/model';
import type { Clock } from '../ports';
import type { OpenEnvironment } from '../workspace/workspace';

/**
 * Lets the database of an environment follow its files as far as that happens by itself, and says what is left:
 * - a clone that is seen for the first time is filled from its artifacts;
 * - where people work (the left-most and flexible environments) its own commits are taken over, because what they
 *   save is in the site already (run.md, "Databases follow heads");
 * - elsewhere commits that no run brought are shown, with the action that reads them.
 */
export function databaseFlag(
  { environment, home }: OpenEnvironment,
  head: ObjectId,
  { databases, clock }: { readonly databases: Databases; readonly clock: Clock },
): LaneFlag | null {
  const target = databases.targetOf(home, head);
  if (target.kind === 'none') return null;
  const isBusy = needsRecovery(home) || whoHolds(home) !== null; // a run brings its database along by itself
  if (!isBusy && target.kind === 'embedded' && readExtraction(home).commit === null)
    firstLook(home, databases, clock);
  if (!isBusy) settleSite(home, databases, clock, () => undefined);
  const isOwn = environment.role === 'development' || environment.role === 'flexible';
  const before = readExtraction(home);
  const follows = target.kind === 'embedded' && isOwn && !isBusy;
  if (follows && before.commit !== head && before.waiting?.commit !== head) {
    try {
      databases.extractInto(home, target, null, false);
      markExtracted(home, head, clock);
    } catch (cause) {
      if (!isFromOutside(cause)) throw cause;
      const reason = toErrorAnswer(cause).message;
      markWaiting(home, { kind: 'failed', commit: head, reason, asked: null }, clock);
    }
  }
  const { commit, waiting } = readExtraction(home);
  if (isBusy || (waiting === null && (commit === null || commit === head || isOwn))) return null;
  return {
    kind: 'drift',
    commits: commit === null ? 0 : behind(home, head, commit),
    waiting: waiting?.kind ?? null,
    since: waiting?.since ?? null,
    reason: waiting?.reason ?? null,
  };
}

function firstLook(home: OpenEnvironment['home'], databases: Databases, clock: Clock): void {
  const database = databases.of(home);
  if (database.known && database.extracted !== null) markExtracted(home, database.extracted, clock);
}

/** Commits that the branch has and the database does not hold; 1 where that cannot be counted any more. */
function behind(
  { repository: { objects } }: OpenEnvironment['home'],
  head: ObjectId,
  from: ObjectId,
): number {
  return head === from ? 0 : objects.has(from) ? commitsBetween(objects, head, [from]).length : 1;
}
