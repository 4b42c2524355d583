import { pathPattern, type PathPattern } from './path-pattern';

/** Set ("text"), unset ("-text"), back to nothing said ("!text", null), or a value ("eol=crlf"). */
export type AttributeValue = true | false | string | null;

export interface AttributeRule extends PathPattern {
  readonly values: readonly (readonly [name: string, value: AttributeValue])[];
}

/** The rules of one .gitattributes file. `base` as in ignore-rules.ts. */
export interface AttributeList {
  readonly base: string;
  readonly rules: readonly AttributeRule[];
}

/** `[attr]name ...` of the root's and of the machine's files: what `name` stands for. */
export type AttributeMacros = Map<string, AttributeRule['values']>;

/**
 * Parses .gitattributes, info/attributes or core.attributesFile (format: https://git-scm.com/docs/gitattributes).
 * @param macros takes the macros defined in it; null where git does not allow them (folders below the root).
 */
export function parseAttributeFile(
  bytes: Buffer,
  base: string,
  ignoreCase: boolean,
  macros: AttributeMacros | null,
): AttributeList {
  const rules: AttributeRule[] = [];
  for (const line of bytes
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split('\n')) {
    const text = line.replace(/^[ \t\r]+/, '');
    if (text === '' || text.startsWith('#') || line.length >= tooLong) continue;
    const [pattern, rest] = firstWord(text);
    const values = rest
      .split(/[ \t\r]+/)
      .filter(Boolean)
      .map(parseValue);
    if (!values.every(([name]) => attributeName.test(name))) continue; // git drops the whole line
    if (pattern.startsWith('[attr]')) macros?.set(pattern.slice(6), values);
    else if (!pattern.startsWith('!')) rules.push({ values, ...pathPattern(pattern, ignoreCase) });
  }
  return { base, rules };
}

/** Git passes over lines from this length on. */
const tooLong = 2048;

const attributeName = /^[A-Za-z0-9_.][-A-Za-z0-9_.]*$/;

/** The pattern, which may be quoted as a C string, and what follows it. */
function firstWord(text: string): [string, string] {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (quoted) return [unquote(quoted[1] ?? ''), text.slice(quoted[0].length)];
  const end = text.search(/[ \t\r]/);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end)];
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const unquote = (text: string): string =>
  text.replace(/\\([0-3][0-7]{2}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(parseInt(code, 8)) : (escapes[code] ?? code),
  );

function parseValue(word: string): [string, AttributeValue] {
  if (word.startsWith('-')) return [word.slice(1), false];
  if (word.startsWith('!')) return [word.slice(1), null];
  const equals = word.indexOf('=');
  return equals < 0 ? [word, true] : [word.slice(0, equals), word.slice(equals + 1)];
}
