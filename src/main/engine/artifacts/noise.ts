/**
 * Whether a change alters nothing that matters (umbraco.md, "Noise"): in .uda and .json files the format version,
 * the order of keys and the layout; in other text files the line endings. Equal bytes are no noise: what changed
 * then is something else, the mode for one.
 * @param path in the repository; only its extension counts.
 */
export function isNoise(path: string, before: Uint8Array, after: Uint8Array): boolean {
  if (Buffer.compare(before, after) === 0) return false;
  if (isBinary(before) || isBinary(after)) return false;
  // latin1 keeps every byte apart, whatever the encoding.
  if (unixLines(Buffer.from(before).toString('latin1')) === unixLines(Buffer.from(after).toString('latin1')))
    return true;
  return /\.(uda|json)$/i.test(path) && meansTheSame(before, after);
}

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0);

function meansTheSame(before: Uint8Array, after: Uint8Array): boolean {
  try {
    return canonical(parse(before)) === canonical(parse(after));
  } catch {
    return false; // not JSON, or nested beyond reason: shown as a change
  }
}

function parse(bytes: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const value: unknown = JSON.parse(exactNumbers(text));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '__version'));
}

/** Numbers that JavaScript would round become text, so that 2^53 + 1 stays another number than 2^53. */
const exactNumbers = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') || String(Number(token)) === token || !isNumber(token)
      ? token
      : JSON.stringify(`number ${token}`),
  );

const isNumber = (token: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(token);

/** JSON with the keys of every object in order; lists stay as they are. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
