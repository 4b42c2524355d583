import { remoteWords } from '../../../../shared/text/remote-words';
import { cleanText } from './clean-text';
import { ConnectionFailure } from './connection-failure';
import { DamagedPackets, readPackets } from './pkt-line';
import { streamOf } from './stream-of';

/** What a server says about a push. `unknown`: its answer broke off before it said. */
export type PushReport =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly reason: string; readonly said: string }
  | { readonly kind: 'unknown' };

/** More than any server says. */
const longestBytes = 1024 * 1024;

/**
 * Reads the answer to a push.
 * @param inBands whether `side-band-64k` was asked for
 * @see https://git-scm.com/docs/gitprotocol-pack "Report Status"
 */
export async function readPushReport(
  body: AsyncIterable<Buffer>,
  ref: string,
  inBands: boolean,
): Promise<PushReport> {
  const pieces: Buffer[] = [];
  let said = '';
  let sizeBytes = 0;
  try {
    for await (const part of inBands ? readPackets(body) : body) {
      if (part === null) continue;
      sizeBytes += part.length;
      if (sizeBytes > longestBytes) throw new DamagedPackets(remoteWords.reasons.tooLong);
      const band = inBands ? part[0] : 1;
      if (band === 1) pieces.push(inBands ? part.subarray(1) : part);
      else if (band === 2 || band === 3) said += part.toString('utf8', 1);
    }
  } catch (cause) {
    // What was said before it broke off counts.
    if (!(cause instanceof DamagedPackets || cause instanceof ConnectionFailure)) throw cause;
  }
  const report = await reportIn(Buffer.concat(pieces), ref);
  // Without a report there may be a last word of the server all the same; it does not say that nothing happened.
  if (report === null) return { kind: 'unknown' };
  return report.kind === 'refused' ? { ...report, said: cleanText(said) } : report;
}

async function reportIn(bytes: Buffer, ref: string): Promise<PushReport | null> {
  let unpacked = false;
  try {
    for await (const line of readPackets(streamOf(bytes))) {
      const text = line?.toString('utf8').replace(/\n$/, '') ?? '';
      if (text.startsWith('unpack ')) {
        unpacked = text === 'unpack ok';
        if (!unpacked) return { kind: 'refused', reason: cleanText(text.slice('unpack '.length)), said: '' };
      } else if (text === `ok ${ref}` && unpacked) return { kind: 'moved' };
      else if (text.startsWith(`ng ${ref} `))
        return { kind: 'refused', reason: cleanText(text.slice(ref.length + 4)), said: '' };
    }
  } catch (cause) {
    if (!(cause instanceof DamagedPackets)) throw cause;
  }
  return null;
}
