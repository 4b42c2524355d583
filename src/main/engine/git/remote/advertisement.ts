import { fail } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import { objectIdPattern } from '../../../../shared/domain/object-id';
import type { ObjectId } from '../model';
import { isZeroId, objectFormatNamed, sha1 } from '../object-format';
import { cleanText } from './clean-text';
import type { Conversation } from './conversation';
import { DamagedPackets, readPackets } from './pkt-line';
import type { ServerAnswer } from './send-request';
import { streamOf } from './stream-of';

/** What a server says when it is asked first. */
export interface Advertisement {
  readonly refs: ReadonlyMap<string, ObjectId>;
  readonly capabilities: Readonly<Record<string, string | true>>;
}

/** A million branches. */
const longestBytes = 128 * 1024 * 1024;

/**
 * Asks a server for its branches and what it can do, signing in where it wants that.
 * The handshake is isomorphic-git's. It takes a list that breaks off for a whole one, so it is given a whole one, or none.
 * @throws EngineError `remote-unreachable` (also when its objects are named otherwise than the clone's),
 *   `sign-in-needed`; ConnectionFailure
 * @see https://git-scm.com/docs/gitprotocol-http "Discovering References"
 */
export async function readAdvertisement(conversation: Conversation): Promise<Advertisement> {
  const { host, service, signIn, format } = conversation;
  const { getRemoteInfo2 } = await import('isomorphic-git'); // 90 ms that only those pay who have a server
  const path = `/info/refs?service=${service}`;
  const ask = async () => {
    const answer = await conversation.send({ method: 'GET', path, headers: { accept: '*/*' } });
    const body = answer.status === 401 ? [] : [await wholeBody(answer, conversation)];
    if (answer.status === 401) answer.close();
    return {
      url: conversation.base(),
      statusCode: answer.status,
      statusMessage: '',
      headers: { 'content-type': `application/x-${service}-advertisement` },
      body: streamOf(...body),
    };
  };
  const next = () => signIn.next();
  const { refs = [], capabilities } = await getRemoteInfo2({
    http: { request: ask },
    url: conversation.base(),
    forPush: service === 'git-receive-pack',
    protocolVersion: 1,
    onAuth: next,
    onAuthFailure: next,
  });
  // Servers before git 2.28 have SHA-1 and do not say so; an empty repository says nothing at all before 2.41.
  const unsaid = refs.length > 0 ? sha1.name : format.name;
  const said = String(capabilities['object-format'] ?? unsaid);
  if (said !== format.name)
    fail('remote-unreachable', {
      host,
      reason: remoteWords.otherFormat(objectFormatNamed(said)?.title ?? said, format.title),
    });
  // An empty repository names its capabilities beside an id of zeros.
  const ids = refs.filter(({ oid }) => objectIdPattern.test(oid) && !isZeroId(oid));
  return { refs: new Map(ids.map(({ ref, oid }) => [ref, oid])), capabilities };
}

/** What a request says of the names of objects: it must, where the server said so. */
export const formatCapability = (
  { capabilities }: Advertisement,
  { format }: Conversation,
): readonly string[] => (capabilities['object-format'] === undefined ? [] : [`object-format=${format.name}`]);

/** The words for an answer that is none. */
export function refuseStatus(host: string, status: number): never {
  const { reasons, status: withStatus } = remoteWords;
  if (status === 401) fail('sign-in-needed', { host, rejected: true });
  const reason =
    status === 404 || status === 410
      ? reasons.notThere
      : status === 403
        ? reasons.notYours
        : status === 200
          ? reasons.noGitServer
          : withStatus(status);
  return fail('remote-unreachable', { host, reason });
}

async function wholeBody(answer: ServerAnswer, { host, service }: Conversation): Promise<Buffer> {
  const isGit = answer.headers['content-type'] === `application/x-${service}-advertisement`;
  if (answer.status !== 200 || !isGit) {
    answer.close();
    refuseStatus(host, answer.status);
  }
  const refuse = (reason: string): never => fail('remote-unreachable', { host, reason });
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of answer.body) {
    sizeBytes += piece.length;
    if (sizeBytes > longestBytes) refuse(remoteWords.reasons.tooLong);
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces);
  let flushes = 0;
  let last: Buffer | null | undefined;
  try {
    for await (last of readPackets(streamOf(body))) {
      if (last === null) flushes++;
      else if (last.toString('latin1', 0, 4) === 'ERR ')
        refuse(remoteWords.said(cleanText(last.toString('utf8', 4))));
    }
  } catch (cause) {
    if (cause instanceof DamagedPackets) refuse(cause.message);
    throw cause;
  }
  // One flush after the name of the service, one at the end.
  if (last !== null || flushes < 2) refuse(remoteWords.reasons.tooEarly);
  return body;
}
