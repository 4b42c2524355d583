import { findJsonSecrets, type Span } from './find-json-secrets';
import { findTextSecrets } from './find-text-secrets';
import { mask } from './secret-key';

/** Shorter values and plain words are masked in their place only: elsewhere they would be chance. */
const isTelling = (value: string): boolean =>
  value.length >= 6 && !value.includes(mask) && (value.length >= 12 || !/^[a-z_.-]+$/i.test(value));
const mostEverywhere = 500;

/** The values of secrets in a file, as they are written. */
export function secretValues(path: string, text: string): string[] {
  return [...new Set(spansOf(path, text).map(({ from, to }) => text.slice(from, to)))];
}

/**
 * A text with its secrets hidden, line by line: it has as many lines as before. Values of secrets are hidden wherever
 * they stand.
 * @param path tells what kind of file it is
 * @param others secrets that are known from elsewhere, e.g. from the other version of the file
 */
export function maskSecrets(path: string, text: string, others: readonly string[] = []): string {
  const spans = spansOf(path, text);
  const known = [...spans.map(({ from, to }) => text.slice(from, to)), ...others];
  return maskKnown(maskSpans(text, spans), known);
}

/** A text in which known secrets are hidden wherever they stand. */
export function maskKnown(text: string, secrets: readonly string[]): string {
  const long = [...new Set(secrets.flatMap((secret) => secret.split(/\r?\n/)).map((part) => part.trim()))]
    .filter(isTelling)
    .sort((a, b) => b.length - a.length)
    .slice(0, mostEverywhere);
  return long.reduce((masked, secret) => masked.replaceAll(secret, mask), text);
}

const isJson = (path: string): boolean => /\.(?:json|jsonc|json5|uda|webmanifest|map)$/i.test(path);

function spansOf(path: string, text: string): Span[] {
  const inJson = isJson(path) ? findJsonSecrets(text) : [];
  return [...inJson, ...findTextSecrets(text)]
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from || b.to - a.to);
}

function maskSpans(text: string, spans: readonly Span[]): string {
  let masked = '';
  let done = 0;
  for (const { from, to } of spans) {
    if (to <= done) continue;
    masked += text.slice(done, Math.max(done, from));
    masked += text
      .slice(Math.max(done, from), to)
      .split('\n')
      .map((line) => (line.trim() === '' ? line : `${mask}${line.endsWith('\r') ? '\r' : ''}`))
      .join('\n');
    done = to;
  }
  return masked + text.slice(done);
}
