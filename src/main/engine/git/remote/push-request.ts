import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectId, ObjectReader } from '../model';
import { zeroIdLike } from '../object-format';
import { streamPack } from '../objects/stream-pack';
import type { RemoteAccess } from './access';
import { flushPacket, packet } from './pkt-line';

/** Up to here the size is told beforehand, as git does it (`http.postBuffer`): not every server takes pieces. */
const knownSizeBytes = 1024 * 1024;

export interface BranchMove {
  readonly ref: string;
  /** Null: it must not be there yet. */
  readonly expected: ObjectId | null;
  readonly value: ObjectId;
}

/** The body of a push, and its length where it is short enough to be known before. */
export interface PushBody {
  readonly stream: AsyncIterable<Buffer>;
  readonly sizeBytes: number | null;
}

/**
 * One branch from here to there, and the objects that needs.
 * @see https://git-scm.com/docs/gitprotocol-pack "Reference Update Request and Packfile Transfer"
 */
export async function pushBody(
  reader: ObjectReader,
  { ref, expected, value }: BranchMove,
  ids: readonly ObjectId[],
  capabilities: readonly string[],
  access: RemoteAccess,
): Promise<PushBody> {
  const command = packet(`${expected ?? zeroIdLike(value)} ${value} ${ref}\0 ${capabilities.join(' ')}\n`);
  const pack = streamPack(reader, ids);
  const first: Buffer[] = [command, flushPacket];
  let sizeBytes = command.length + flushPacket.length;
  while (sizeBytes <= knownSizeBytes) {
    const { value: piece, done } = await pack.next();
    if (done) return { stream: told(first, null, access), sizeBytes };
    first.push(piece);
    sizeBytes += piece.length;
  }
  return { stream: told(first, pack, access), sizeBytes: null };
}

async function* told(
  first: readonly Buffer[],
  rest: AsyncIterable<Buffer> | null,
  access: RemoteAccess,
): AsyncGenerator<Buffer, void> {
  yield Buffer.concat(first);
  if (rest === null) return;
  let sizeBytes = 0;
  let last = performance.now();
  for await (const piece of rest) {
    yield piece;
    sizeBytes += piece.length;
    if (performance.now() - last < 200) continue;
    last = performance.now();
    access.onProgress?.(null, remoteWords.sent(sizeBytes));
  }
}
