import { EngineError, fail, isError } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import { isAncestor } from '../history/is-ancestor';
import type { ObjectId } from '../model';
import type { Repository } from '../repository/repository';
import { objectsBeyond } from '../transfer/objects-beyond';
import type { RemoteAccess } from './access';
import { formatCapability, readAdvertisement, refuseStatus } from './advertisement';
import type { Advertisement } from './advertisement';
import { ConnectionFailure } from './connection-failure';
import { explainFailure, openConversation } from './conversation';
import type { Conversation } from './conversation';
import { pushBody } from './push-request';
import { readPushReport } from './push-report';
import type { PushReport } from './push-report';
import type { ServerAnswer } from './send-request';
import type { Upstream } from './upstream';

/** From where to where the server's branch goes. */
export interface ServerMove {
  /** What the server must have there; null: nothing yet. */
  readonly expected: ObjectId | null;
  readonly value: ObjectId;
}

/**
 * Moves the server's branch, once, from exactly `expected` to `value`; never by force. Where it is at `value` already
 * there is nothing to do, so that an unknown outcome may be answered by trying again.
 * @throws EngineError `push-rejected`, `remote-unreachable`, `sign-in-needed`, `cancelled`: it did not move by this;
 *   `remote-outcome-unknown`: everything was sent and no answer came
 */
export async function pushUpstream(
  repository: Repository,
  upstream: Upstream,
  move: ServerMove,
  access: RemoteAccess,
): Promise<void> {
  const conversation = openConversation(repository, upstream, access, 'git-receive-pack');
  const { host, ref } = upstream;
  const reject = (reason: string, actual: ObjectId | null): never =>
    fail('push-rejected', { host, branch: branchOf(ref), actual, reason });
  try {
    const advertisement = await readAdvertisement(conversation).catch((cause: unknown) => {
      if (isError(cause, 'remote-unreachable') && cause.data.reason === remoteWords.reasons.notYours)
        return reject(remoteWords.rejections.notAllowed, null);
      throw cause;
    });
    const actual = advertisement.refs.get(ref) ?? null;
    if (actual === move.value) return;
    if (actual !== move.expected) reject(remoteWords.rejections.notFirst, actual);
    if (advertisement.capabilities['report-status'] === undefined)
      fail('remote-unreachable', { host, reason: remoteWords.reasons.tooOld });
    if (actual !== null && !isAncestor(repository.objects, actual, move.value))
      reject(remoteWords.rejections.notForward, actual);
    const report = await send(repository, conversation, advertisement, { ...move, ref });
    if (report.kind === 'moved') return;
    if (report.kind === 'unknown') fail('remote-outcome-unknown', { host, branch: branchOf(ref) });
    const now = await whereNow(repository, upstream, access);
    reject(wordsFor(report, now !== null && now !== move.expected), now);
  } catch (cause) {
    if (cause instanceof ConnectionFailure && cause.delivered)
      throw new EngineError('remote-outcome-unknown', { host, branch: branchOf(ref) }, { cause });
    throw explainFailure(cause, conversation, remoteWords.sending);
  }
}

const branchOf = (ref: string): string => ref.replace(/^refs\/heads\//, '');

async function send(
  repository: Repository,
  conversation: Conversation,
  advertisement: Advertisement,
  move: ServerMove & { readonly ref: string },
): Promise<PushReport> {
  const { access, service, signIn } = conversation;
  const { refs, capabilities } = advertisement;
  const ids = newObjects(repository, refs.values(), move);
  const inBands = capabilities['side-band-64k'] !== undefined;
  const wanted = [
    'report-status',
    ...(inBands ? ['side-band-64k'] : []),
    ...formatCapability(advertisement, conversation),
    'agent=laneway',
  ];
  for (;;) {
    const { stream, sizeBytes } = await pushBody(repository.objects, move, ids, wanted, access);
    access.signal?.throwIfAborted();
    const answer = await conversation.send({
      method: 'POST',
      path: `/${service}`,
      headers: {
        'content-type': `application/x-${service}-request`,
        accept: `application/x-${service}-result`,
        ...(sizeBytes === null ? {} : { 'content-length': String(sizeBytes) }),
      },
      body: stream,
    });
    if (isReport(answer, service)) return readPushReport(answer.body, move.ref, inBands);
    answer.close();
    // An error of a server, or of what stands before it, may come after the branch has moved.
    if (answer.status >= 500 || answer.status < 300) return { kind: 'unknown' };
    if (answer.status === 401) await signIn.next();
    else if (answer.status === 403)
      return { kind: 'refused', reason: remoteWords.rejections.notAllowed, said: '' };
    else refuseStatus(conversation.host, answer.status);
  }
}

const isReport = ({ status, headers }: ServerAnswer, service: string): boolean =>
  status === 200 && headers['content-type'] === `application/x-${service}-result`;

/** What the server lacks. Of the commits it names, those that are whole here count; the branch's own always is. */
function newObjects(
  { objects }: Repository,
  advertised: Iterable<ObjectId>,
  { expected, value }: ServerMove,
): ObjectId[] {
  const known = [...new Set(advertised)].filter(
    (id) => objects.has(id) && objects.read(id).type === 'commit',
  );
  try {
    return objectsBeyond(objects, value, known);
  } catch (cause) {
    if (!isError(cause, 'object-missing')) throw cause;
    return objectsBeyond(objects, value, expected === null ? [] : [expected]);
  }
}

/** For the words only: a server that cannot be asked now has refused all the same. */
async function whereNow(
  repository: Repository,
  upstream: Upstream,
  access: RemoteAccess,
): Promise<ObjectId | null> {
  const conversation = openConversation(repository, upstream, access, 'git-receive-pack');
  try {
    return (await readAdvertisement(conversation)).refs.get(upstream.ref) ?? null;
  } catch (cause) {
    if (cause instanceof ConnectionFailure || cause instanceof EngineError) return null;
    throw cause;
  }
}

function wordsFor({ reason, said }: Extract<PushReport, { kind: 'refused' }>, hasMoved: boolean): string {
  if (hasMoved) return remoteWords.rejections.notFirst;
  return remoteWords.byRule(reason, said);
}
