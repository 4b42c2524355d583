import type { EnvironmentHome } from '../environments/identity';
import { isFromOutside } from '../errors';
import type { ObjectId, Signature } from '../git/model';
import { updateRef } from '../git/refs/update-ref';
import type { Upstream } from '../git/remote/upstream';
import type { Clock } from '../ports';
import { writeServerNote } from './server-note';

/**
 * Remembers that a server has a commit, as git does after a push. Where that cannot be written down, the next look at
 * the server finds it out.
 */
export function rememberSent(
  { repository, folder }: Pick<EnvironmentHome, 'repository' | 'folder'>,
  { url, ref, trackingRef, host }: Upstream,
  value: ObjectId,
  { who, clock }: { readonly who: Signature; readonly clock: Clock },
): void {
  const now = Math.round(clock.now());
  try {
    updateRef(repository, {
      ref: trackingRef,
      expected: undefined,
      value,
      who,
      message: `laneway: sent to ${host}`,
      waitMilliseconds: 200,
    });
    writeServerNote(folder, { url, ref, seenAt: now, askedAt: now, hasBranch: true, problem: null });
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause;
  }
}
