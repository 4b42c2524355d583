import type { EnvironmentHome } from '../environments/identity';
import { isAncestor } from '../git/history/is-ancestor';
import type { ObjectId } from '../git/model';
import { readRef } from '../git/refs/read-ref';
import type { RemoteAccess } from '../git/remote/access';
import type { Clock } from '../ports';
import { askServer } from '../servers/look-at-server';
import type { JournalServer } from './journal';

/** What a server says about a result. */
export type Verdict = 'has it' | 'lacks it' | 'silent';

/** A server may be busy with what it was sent for some time after the connection is lost: a no counts only then. */
export const settleMilliseconds = 15_000;

/** Asks a server whether its branch contains a result. @throws EngineError `cancelled` */
export async function askForResult(
  { repository, folder }: Pick<EnvironmentHome, 'repository' | 'folder'>,
  { upstream }: JournalServer,
  result: ObjectId,
  access: RemoteAccess,
  clock: Clock,
): Promise<Verdict> {
  const note = await askServer({ repository, folder }, upstream, access, clock);
  if (note.problem) return 'silent';
  const theirs = note.hasBranch ? readRef(repository, upstream.trackingRef) : null;
  if (theirs === null) return 'lacks it';
  repository.objects.refresh();
  return isAncestor(repository.objects, result, theirs) ? 'has it' : 'lacks it';
}
