import { remoteWords } from '../../../../shared/text/remote-words';
import type { Repository } from '../repository/repository';
import type { Credentials } from './access';
import { readAdvertisement } from './advertisement';
import { explainFailure, openConversation } from './conversation';
import type { Upstream } from './upstream';

/**
 * Whether a server takes these credentials from somebody who wants to send something. Sends nothing.
 * @returns false when it asked nobody who they are
 * @throws EngineError `sign-in-needed` (refused), `remote-unreachable`
 */
export async function trySignIn(
  repository: Repository,
  upstream: Upstream,
  credentials: Credentials,
): Promise<boolean> {
  let asked = false;
  const access = {
    credentials(_origin: string, rejected: Credentials | null) {
      asked = true;
      return Promise.resolve(rejected === null ? credentials : null);
    },
  };
  const conversation = openConversation(repository, upstream, access, 'git-receive-pack', {
    useConfigured: false,
  });
  try {
    await readAdvertisement(conversation);
    return asked;
  } catch (cause) {
    throw explainFailure(cause, conversation, remoteWords.signingIn);
  }
}
