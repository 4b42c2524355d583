const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text of a commit. Without an encoding it is UTF-8, and Latin-1 if it is not (what old clients wrote without saying so).
 * @param encoding the commit's `encoding` header; one that is unknown counts as none
 */
export function decodeText(bytes: Buffer, encoding?: string): string {
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
    const text = decodeAs(bytes, encoding);
    if (text !== null) return text;
  }
  try {
    return strict.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function decodeAs(bytes: Buffer, encoding: string): string | null {
  if (/^(iso-?8859-1|latin-?1)$/i.test(encoding)) return bytes.toString('latin1');
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return null;
  }
}
