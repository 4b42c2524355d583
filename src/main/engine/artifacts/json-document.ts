/**
 * JSON with everything that a writer would lose: the order of keys, how texts and numbers are spelled, and the layout.
 * Grammar: https://www.rfc-editor.org/rfc/rfc8259
 */
export type JsonNode = JsonScalar | JsonList | JsonMap;

/** A text, a number, true, false or null as it is spelled. */
export interface JsonScalar {
  readonly kind: 'scalar';
  readonly raw: string;
}

export interface JsonList {
  readonly kind: 'list';
  readonly items: readonly JsonNode[];
  readonly source?: JsonSource;
}

export interface JsonMap {
  readonly kind: 'map';
  readonly members: readonly JsonMember[];
  readonly source?: JsonSource;
}

export interface JsonMember {
  /** The key as it is spelled, with its quotes. */
  readonly rawKey: string;
  readonly key: string;
  readonly value: JsonNode;
}

/** How a list or map stands in the file. A changed one has none and is laid out anew. */
interface JsonSource {
  readonly text: string;
  /** How many lists and maps are around it. */
  readonly depth: number;
}

/** Why a text is no JSON. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    /** Characters before the place. */
    readonly offset: number,
  ) {
    super(message);
    this.name = 'JsonSyntaxError';
  }
}

/** Deeper documents are refused, by the platform as well (there at 64). */
const deepest = 500;

/**
 * @param besides a word that is taken for a scalar although JSON has no such one: what makes such documents reads them
 * @throws JsonSyntaxError
 */
export function parseJson(text: string, besides: string | null = null): JsonNode {
  const parser: Parser = { text, at: 0, besides };
  const node = parseNode(parser, 0);
  skipBlanks(parser);
  if (parser.at < text.length) refuse(parser, 'something follows the end of the document');
  return node;
}

interface Parser {
  readonly text: string;
  at: number;
  readonly besides: string | null;
}

const refuse = (parser: Parser, message: string, at = parser.at): never => {
  throw new JsonSyntaxError(at >= parser.text.length ? 'the file ends too early' : message, at);
};

function skipBlanks(parser: Parser): void {
  blanks.lastIndex = parser.at;
  blanks.test(parser.text);
  parser.at = blanks.lastIndex;
}
const blanks = /[ \t\r\n]*/y;

function parseNode(parser: Parser, depth: number): JsonNode {
  skipBlanks(parser);
  if (depth > deepest) refuse(parser, 'it is nested too deeply');
  const start = parser.at;
  const first = parser.text[start];
  if (first === '{') {
    const members = parseSequence(parser, '}', () => parseMember(parser, depth));
    return { kind: 'map', members, source: { text: parser.text.slice(start, parser.at), depth } };
  }
  if (first === '[') {
    const items = parseSequence(parser, ']', () => parseNode(parser, depth + 1));
    return { kind: 'list', items, source: { text: parser.text.slice(start, parser.at), depth } };
  }
  return { kind: 'scalar', raw: first === '"' ? parseText(parser) : parseWord(parser) };
}

function parseSequence<T>(parser: Parser, end: '}' | ']', parseOne: () => T): T[] {
  const found: T[] = [];
  parser.at++;
  skipBlanks(parser);
  if (parser.text[parser.at] === end) {
    parser.at++;
    return found;
  }
  for (;;) {
    found.push(parseOne());
    skipBlanks(parser);
    const next = parser.text[parser.at];
    if (next !== ',' && next !== end) refuse(parser, `a comma or ${end} is missing here`);
    parser.at++;
    if (next === end) return found;
  }
}

function parseMember(parser: Parser, depth: number): JsonMember {
  skipBlanks(parser);
  if (parser.text[parser.at] !== '"') refuse(parser, 'a key in quotes is missing here');
  const rawKey = parseText(parser);
  skipBlanks(parser);
  if (parser.text[parser.at] !== ':') refuse(parser, 'a colon is missing here');
  parser.at++;
  return { rawKey, key: textOfRaw(rawKey), value: parseNode(parser, depth + 1) };
}

/** The spelling of a text with its quotes. */
function parseText(parser: Parser): string {
  const { text, at: start } = parser;
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) {
      parser.at = at + 1;
      return text.slice(start, parser.at);
    }
    if (character < 0x20) refuse(parser, 'a text is not closed on this line', at);
    if (character !== 0x5c) continue;
    escape.lastIndex = at;
    const [match] = escape.exec(text) ?? [];
    if (match === undefined) refuse(parser, 'a backslash is followed by something that means nothing', at);
    else at += match.length - 1;
  }
  return refuse(parser, 'a text is not closed', text.length);
}
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function parseWord(parser: Parser): string {
  if (parser.besides !== null && parser.text.startsWith(parser.besides, parser.at)) {
    parser.at += parser.besides.length;
    return parser.besides;
  }
  word.lastIndex = parser.at;
  const [match] = word.exec(parser.text) ?? [];
  if (match === undefined) return refuse(parser, 'a value is missing here');
  parser.at += match.length;
  return match;
}
const word = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What a spelled text says. */
export const textOfRaw = (raw: string): string => {
  const value: unknown = JSON.parse(raw);
  return typeof value === 'string' ? value : raw;
};
