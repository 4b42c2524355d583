import { remoteWords } from '../../../../shared/text/remote-words';

/** The framing of git's protocol. @see https://git-scm.com/docs/gitprotocol-common "pkt-line Format" */

export const flushPacket = Buffer.from('0000');

/** One line as a packet: four hex digits of its length with themselves, then the line. */
export function packet(line: string): Buffer {
  const bytes = Buffer.from(line);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

/** What arrives are no packets. The message says why. */
export class DamagedPackets extends Error {
  override readonly name = 'DamagedPackets';
}

/**
 * The packets of a stream; null for a flush. Whoever needs to know that it is whole has to see its last flush: a
 * stream may end after any packet.
 * @throws DamagedPackets when it is not made of packets or ends inside one
 */
export async function* readPackets(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null, void> {
  let waiting: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    let at = 0;
    while (waiting.length - at >= 4) {
      const digits = waiting.toString('latin1', at, at + 4);
      if (!/^[0-9a-f]{4}$/i.test(digits)) throw new DamagedPackets(remoteWords.reasons.noGitServer);
      const length = parseInt(digits, 16);
      if (length > 0 && length < 4) throw new DamagedPackets(remoteWords.reasons.otherProtocol);
      if (length > waiting.length - at) break;
      yield length === 0 ? null : waiting.subarray(at + 4, at + length);
      at += Math.max(4, length);
    }
    waiting = waiting.subarray(at);
  }
  if (waiting.length > 0) throw new DamagedPackets(remoteWords.reasons.tooEarly);
}
