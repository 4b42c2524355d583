import { setImmediate } from 'node:timers/promises';
import { fail } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectId } from '../model';
import { verifyObject } from '../objects/verify-object';
import type { Repository } from '../repository/repository';
import { formatCapability, refuseStatus } from './advertisement';
import type { Advertisement } from './advertisement';
import { cleanText } from './clean-text';
import type { Conversation } from './conversation';
import { DamagedPack, openIncomingPack } from './incoming-pack';
import type { IncomingPack, StoredPack } from './incoming-pack';
import { flushPacket, packet, readPackets } from './pkt-line';
import type { ServerAnswer } from './send-request';
import { streamOf } from './stream-of';

const pauseMilliseconds = 40;

/**
 * Gets a pack with what `tip` needs beyond `haves` into the clone. Nothing is left behind when it fails.
 * @returns null when the server had nothing to send
 * @throws EngineError `remote-unreachable`, `remote-damaged`, `sign-in-needed`, `disk-full`; ConnectionFailure
 * @see https://git-scm.com/docs/gitprotocol-pack "Packfile Negotiation"
 */
export async function downloadPack(
  repository: Repository,
  conversation: Conversation,
  advertisement: Advertisement,
  { tip, haves }: { readonly tip: ObjectId; readonly haves: readonly ObjectId[] },
): Promise<StoredPack | null> {
  const { host } = conversation;
  const { capabilities } = advertisement;
  if (capabilities['side-band-64k'] === undefined)
    fail('remote-unreachable', { host, reason: remoteWords.reasons.tooOld });
  // A partial clone may lack what a thin pack builds on, although it has the commits.
  const thin = repository.promised ? [] : ['thin-pack'];
  const wanted = [
    ...['side-band-64k', 'ofs-delta', ...thin, 'no-progress'].filter(
      (name) => capabilities[name] !== undefined,
    ),
    ...formatCapability(advertisement, conversation),
  ];
  const request = Buffer.concat([
    packet(`want ${tip} ${wanted.join(' ')} agent=laneway\n`),
    flushPacket,
    ...haves.map((id) => packet(`have ${id}\n`)),
    packet('done\n'),
  ]);
  const answer = await post(conversation, request);
  const incoming = openIncomingPack(repository.objects);
  try {
    await receive(answer, incoming, conversation);
    return await incoming.finish({
      readBase: (id) => (repository.objects.has(id) ? verifyObject(repository.objects, id) : null),
      pause: breather(conversation),
    });
  } catch (cause) {
    if (cause instanceof DamagedPack) fail('remote-damaged', { host, reason: cause.message }, cause);
    throw cause;
  } finally {
    incoming.discard();
    answer.close();
  }
}

async function post(conversation: Conversation, body: Buffer): Promise<ServerAnswer> {
  const { host, service, signIn } = conversation;
  for (;;) {
    const answer = await conversation.send({
      method: 'POST',
      path: `/${service}`,
      headers: {
        'content-type': `application/x-${service}-request`,
        accept: `application/x-${service}-result`,
        'content-length': String(body.length),
      },
      body: streamOf(body),
    });
    if (answer.status === 200 && answer.headers['content-type'] === `application/x-${service}-result`)
      return answer;
    answer.close();
    if (answer.status === 401) await signIn.next();
    else refuseStatus(host, answer.status);
  }
}

/** Lines about what is common, then the pack in bands: 1 is data, 2 progress, 3 the end of it all. */
async function receive(answer: ServerAnswer, incoming: IncomingPack, conversation: Conversation) {
  const { host, access } = conversation;
  const refuse = (reason: string): never => fail('remote-damaged', { host, reason });
  let isWhole = false;
  let told = 0;
  for await (const part of readPackets(answer.body)) {
    isWhole = part === null;
    const band = part?.[0] ?? 0;
    if (part === null || band === 2) continue;
    if (band === 1) {
      incoming.write(part.subarray(1));
      if (performance.now() - told > 200) {
        told = performance.now();
        access.onProgress?.(null, remoteWords.received(incoming.sizeBytes));
      }
    } else if (band === 3) refuse(remoteWords.said(cleanText(part.toString('utf8', 1))));
    else if (!/^(NAK|ACK [0-9a-f]{40})/.test(part.toString('latin1', 0, 44)))
      refuse(remoteWords.said(cleanText(part.toString('utf8').replace(/^ERR /, ''))));
  }
  if (!isWhole) refuse(remoteWords.reasons.tooEarly);
}

/** Lets messages through (an abort is one) a few times a second while objects are unpacked. */
function breather({ access }: Conversation): (done: number, count: number) => Promise<void> {
  let last = performance.now();
  return async (done, count) => {
    if (performance.now() - last < pauseMilliseconds) return;
    await setImmediate();
    last = performance.now();
    access.signal?.throwIfAborted();
    access.onProgress?.(count === 0 ? null : Math.min(1, done / count), remoteWords.checking);
  };
}
