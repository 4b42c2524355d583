import { fail } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectId } from '../model';
import { cleanText } from './clean-text';
import type { Conversation } from './conversation';
import { DamagedPackets, readPackets } from './pkt-line';
import type { ServerAnswer } from './send-request';

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
 * @throws EngineError `remote-unreachable`, `sign-in-needed`; ConnectionFailure
 * @see https://git-scm.com/docs/gitprotocol-http "Discovering References"
 */
export async function readAdvertisement(conversation: Conversation): Promise<Advertisement> {
  const { host, service, signIn } = conversation;
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
      body: iterate(body),
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
  const format = capabilities['object-format'];
  if (format !== undefined && format !== 'sha1')
    fail('remote-unreachable', { host, reason: remoteWords.reasons.otherHash });
  const ids = refs.filter(({ oid }) => /^[0-9a-f]{40}$/.test(oid));
  return { refs: new Map(ids.map(({ ref, oid }) => [ref, oid])), capabilities };
}

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
    for await (last of readPackets(iterate([body]))) {
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

// eslint-disable-next-line @typescript-eslint/require-await -- an array as the stream that others expect
async function* iterate(pieces: readonly Buffer[]): AsyncGenerator<Buffer, void> {
  yield* pieces;
}
