import { fail, isError } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectId, Signature } from '../model';
import { readRef } from '../refs/read-ref';
import { updateRef } from '../refs/update-ref';
import type { Repository } from '../repository/repository';
import { findMissing } from '../transfer/objects-beyond';
import type { RemoteAccess } from './access';
import { readAdvertisement } from './advertisement';
import { chooseHaves } from './choose-haves';
import { explainFailure, openConversation } from './conversation';
import { downloadPack } from './download-pack';
import type { Upstream } from './upstream';

const lockWaitMilliseconds = 2000;

/**
 * Brings what the server's branch has into the clone, durable, and then moves the tracking ref there. The clone's own
 * branches, index and files stay as they are. What an earlier attempt did not finish has left nothing behind.
 * @returns where the branch is on the server; null when it is not there (the tracking ref stays)
 * @throws EngineError `remote-unreachable`, `sign-in-needed`, `remote-damaged`, `cancelled`, `disk-full`,
 *   `not-permitted`, `lock-held`
 */
export async function fetchUpstream(
  repository: Repository,
  upstream: Upstream,
  access: RemoteAccess,
): Promise<ObjectId | null> {
  const conversation = openConversation(repository, upstream, access, 'git-upload-pack');
  const { objects } = repository;
  try {
    const advertisement = await readAdvertisement(conversation);
    const tip = advertisement.refs.get(upstream.ref);
    if (tip === undefined) return null;
    objects.refresh();
    if (findMissing(repository, tip) === null) {
      moveTrackingRef(repository, upstream, tip);
      return tip;
    }
    const haves = chooseHaves(repository, advertisement.refs.values());
    const pack = await downloadPack(repository, conversation, advertisement, { tip, haves });
    try {
      objects.refresh();
      const missing = findMissing(repository, tip);
      if (missing !== null) {
        pack?.remove();
        objects.refresh();
        fail('remote-damaged', { host: upstream.host, reason: remoteWords.incomplete(missing) });
      }
      moveTrackingRef(repository, upstream, tip);
      return tip;
    } finally {
      pack?.release();
    }
  } catch (cause) {
    throw explainFailure(cause, conversation, remoteWords.fetching);
  }
}

/** Another program may fetch at the same time: both saw the server, and the later one stays. */
function moveTrackingRef(repository: Repository, { trackingRef, host }: Upstream, value: ObjectId): void {
  for (let attempt = 0; ; attempt++) {
    try {
      updateRef(repository, {
        ref: trackingRef,
        expected: readRef(repository, trackingRef),
        value,
        who: whoFetches(repository),
        message: `laneway: fetch from ${host}`,
        waitMilliseconds: lockWaitMilliseconds,
      });
      return;
    } catch (cause) {
      if (!isError(cause, 'ref-moved') || attempt === 3) throw cause;
    }
  }
}

function whoFetches(repository: Repository): Signature {
  const config = repository.config();
  return {
    name: config.get('user.name') ?? 'Laneway',
    email: config.get('user.email') ?? 'laneway@localhost',
    seconds: Math.floor(Date.now() / 1000),
    offsetMinutes: -new Date().getTimezoneOffset(),
  };
}
