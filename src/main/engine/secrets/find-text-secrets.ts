import type { Span } from './find-json-secrets';
import { isSecretKey, secretWord } from './secret-key';

/**
 * Secrets by how they are written, in any file. Each pattern has the groups `value` and, where the key decides, `key`.
 * Every repetition is bounded: a file made to be slow must not be.
 */
const name = String.raw`(?<key>[\w .:$\\-]{0,60}?${secretWord}[\w.:-]{0,40})`;
const patterns: readonly RegExp[] = [
  // "ApiKey": "...", client_secret => '...', db['password'] = '...', password="..." of XML
  String.raw`${name}["'\]]{0,2}\s{0,20}(?::|=>?)\s{0,20}(?:"(?<value>[^"\r\n]{1,4000})|'(?<value2>[^'\r\n]{1,4000}))`,
  // <add key="Smtp.Password" value="..." />, <add name="umbracoDbDSN" connectionString="..." />, in both orders
  String.raw`(?:key|name)\s{0,5}=\s{0,5}["']${name}["'][^<>]{0,400}?\svalue\s{0,5}=\s{0,5}(?:"(?<value>[^"]{1,4000})|'(?<value2>[^']{1,4000}))`,
  String.raw`\bvalue\s{0,5}=\s{0,5}(?:"(?<value>[^"]{1,4000})"|'(?<value2>[^']{1,4000})')[^<>]{0,400}?(?:key|name)\s{0,5}=\s{0,5}["']${name}["']`,
  // <password>...</password>, <setting name="ApiKey"><value>...</value>
  String.raw`<(?:[\w-]{1,20}:)?${name}(?:\s[^<>]{0,400})?>(?:<!\[CDATA\[)?(?<value>[^<>]{1,4000}?)(?:\]\]>)?<\/`,
  String.raw`name\s{0,5}=\s{0,5}["']${name}["'][^<>]{0,400}>\s{0,100}<value>(?<value>[^<>]{1,4000})<\/value>`,
  // PASSWORD=..., api_key: ... to the end of the line
  String.raw`^[ \t-]{0,80}(?:export |set )?["']?${name}["']?[ \t]{0,20}(?::|=)[ \t]{1,20}(?<value>[^\s"'|>{[&*#][^\r\n]{0,4000}?)[ \t]{0,20}\r?$`,
  String.raw`^[ \t]{0,80}(?:export |set )?${name}=(?<value>[^\s"'][^\r\n]{0,4000}?)[ \t]{0,20}\r?$`,
  // define('DB_PASSWORD', '...')
  String.raw`\bdefine\(\s{0,5}["']${name}["']\s{0,5},\s{0,5}(?:"(?<value>[^"\r\n]{1,4000})|'(?<value2>[^'\r\n]{1,4000}))`,
  // scheme://name:password@host
  String.raw`\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:@/'"<>]{0,80}:(?<value>[^\s@/'"<>]{1,400})@`,
  // Server=...;Password=...;
  String.raw`\b(?:password|pwd|accountkey|sharedaccesskey(?:name)?|sharedaccesssignature|user id|uid)\s{0,5}=\s{0,5}(?<value>[^;"'<>\r\n]{1,1000})`,
  // Bearer tokens and keys whose makers gave them a form of their own
  String.raw`\b(?:bearer|basic)\s{1,3}(?<value>[\w.~+/=-]{8,2000})`,
  String.raw`\b(?<value>AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,90}|xox[abprs]-[\w-]{10,200}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,200}|AIza[\w-]{35}|eyJ[\w-]{10,2000}\.[\w-]{5,4000}\.[\w-]{0,1000})`,
  String.raw`-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?<value>[^-]{1,20000})`,
].map((source) => new RegExp(source, 'dgim'));

/** YAML: a key with a block of text, or with keys of its own, below it. */
const block = new RegExp(
  String.raw`^(?<indent>[ \t]{0,80})(?:- )?["']?${name}["']?[ \t]{0,20}:[ \t]{0,20}(?:[|>][+-]?\d?[ \t]{0,20})?\r?$`,
  'dgim',
);

/** Secrets in a text of any kind. */
export function findTextSecrets(text: string): Span[] {
  const found: Span[] = [];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) {
      const key = match.groups?.['key'];
      if (key !== undefined && !isSecretKey(key.trim())) continue;
      const place = match.indices?.groups?.['value'] ?? match.indices?.groups?.['value2'];
      if (place) found.push({ from: place[0], to: place[1] });
    }
  for (const match of text.matchAll(block)) {
    if (!isSecretKey(match.groups?.['key']?.trim() ?? '')) continue;
    found.push(...linesBelow(text, match.index + match[0].length, match.groups?.['indent']?.length ?? 0));
  }
  return found;
}

/** The lines that are indented deeper, without keys that name no value of their own. */
function linesBelow(text: string, from: number, indent: number): Span[] {
  const found: Span[] = [];
  const line = /\r?\n(?<blank>[ \t]*)(?<rest>[^\r\n]*)/y;
  line.lastIndex = from;
  for (let match = line.exec(text); match; match = line.exec(text)) {
    const rest = match.groups?.['rest'] ?? '';
    const blank = match.groups?.['blank'] ?? '';
    if (rest === '') continue;
    if (blank.length <= indent) break;
    const start = match.index + match[0].length - rest.length;
    const key = /^(?:- )?["']?[\w .-]{1,80}["']?:[ \t]+/.exec(rest)?.[0].length ?? 0;
    if (rest.length > key && !/:[ \t]*$/.test(rest))
      found.push({ from: start + key, to: start + rest.length });
  }
  return found;
}
