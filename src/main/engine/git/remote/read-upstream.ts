import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectId } from '../model';
import type { Repository } from '../repository/repository';
import type { RemoteAccess } from './access';
import { readAdvertisement } from './advertisement';
import { explainFailure, openConversation } from './conversation';
import type { Upstream } from './upstream';

/**
 * Where the branch is on the server now; null when it is not there. Changes nothing anywhere.
 * @throws EngineError `remote-unreachable`, `sign-in-needed`, `cancelled`
 */
export async function readUpstream(
  repository: Repository,
  upstream: Upstream,
  access: RemoteAccess,
): Promise<ObjectId | null> {
  const conversation = openConversation(repository, upstream, access, 'git-upload-pack');
  try {
    return (await readAdvertisement(conversation)).refs.get(upstream.ref) ?? null;
  } catch (cause) {
    throw explainFailure(cause, conversation, remoteWords.fetching);
  }
}
