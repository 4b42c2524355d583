import { parseJson, type JsonMember, type JsonNode } from './json-document';
import { isObject } from './json-value';

/** How a file of JSON is laid out. */
export interface JsonStyle {
  readonly byteOrderMark: boolean;
  readonly lineEnd: string;
  /** One level; null where everything stands on one line. */
  readonly indent: string | null;
  /** What stands between a key and its value. */
  readonly colon: string;
  /** Blanks after a comma on one line. */
  readonly gap: string;
  /** What stands before and behind the document. */
  readonly before: string;
  readonly after: string;
  /** Everything but plain letters is spelled \uXXXX, as the platform does. */
  readonly escapes: boolean;
}

/** A document that is written back in the style in which it was read. */
export interface JsonFile {
  readonly root: JsonNode;
  readonly style: JsonStyle;
}

/**
 * @param besides see parseJson
 * @throws JsonSyntaxError
 */
export function readJsonFile(text: string, besides: string | null = null): JsonFile {
  const plain = text.replace(/^\ufeff/, '');
  const root = parseJson(plain, besides);
  const body = plain.trim();
  const start = plain.indexOf(body);
  const [, lineEnd, indent] = /^[{[][ \t]*(\r?\n)([ \t]*)[^\s\]}]/.exec(body) ?? [];
  const isFilled = /^[{[]\s*[^\s\]}]/.test(body);
  return {
    root,
    style: {
      byteOrderMark: plain !== text,
      lineEnd: lineEnd ?? /\r?\n/.exec(plain)?.[0] ?? '\n',
      indent: indent ?? (isFilled ? null : '  '),
      colon:
        /^\{\s*"(?:[^"\\]|\\.)*"([ \t]*:[ \t]*)/.exec(body)?.[1] ??
        (isFilled && indent === undefined ? ':' : ': '),
      gap: /["\d\]}el],([ \t]*)["\d{[tfn-]/.exec(body)?.[1] ?? '',
      before: plain.slice(0, start),
      after: plain.slice(start + body.length),
      escapes: !/[\u0080-\uffff]/.test(body),
    },
  };
}

/** The text of a document. What did not change stands as it was read, byte by byte. */
export function writeJsonFile({ root, style }: JsonFile): string {
  const bom = style.byteOrderMark ? '\ufeff' : '';
  return bom + style.before + writeNode(root, style, 0) + style.after;
}

function writeNode(node: JsonNode, style: JsonStyle, depth: number): string {
  if (node.kind === 'scalar') return node.raw;
  if (node.source?.depth === depth) return node.source.text;
  const [open, close] = node.kind === 'map' ? ['{', '}'] : ['[', ']'];
  const entries =
    node.kind === 'map'
      ? node.members.map(({ rawKey, value }) => rawKey + style.colon + writeNode(value, style, depth + 1))
      : node.items.map((item) => writeNode(item, style, depth + 1));
  if (entries.length === 0) return open + close;
  if (style.indent === null) return open + entries.join(`,${style.gap}`) + close;
  const line = style.lineEnd + style.indent.repeat(depth);
  return open + line + style.indent + entries.join(`,${line}${style.indent}`) + line + close;
}

/** The same document as if nobody had laid it out: all of it is written anew in its style. */
export function withoutLayout(node: JsonNode): JsonNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(withoutLayout) };
  return {
    kind: 'map',
    members: node.members.map((member) => ({ ...member, value: withoutLayout(member.value) })),
  };
}

/** A document that says `value`. What it says already keeps its place and its spelling; new keys come last. */
export const withValue = ({ root, style }: JsonFile, value: unknown): JsonFile => ({
  root: nodeFor(value, root, style),
  style,
});

function nodeFor(value: unknown, old: JsonNode | undefined, style: JsonStyle): JsonNode {
  if (old && says(old, value)) return old;
  if (Array.isArray(value)) {
    const before = old?.kind === 'list' ? old.items : [];
    return { kind: 'list', items: value.map((entry: unknown, at) => listItem(entry, at, before, style)) };
  }
  if (!isObject(value)) return { kind: 'scalar', raw: spelled(value, style) };
  const before = old?.kind === 'map' ? old.members : [];
  const kept = before.flatMap((member): JsonMember[] =>
    Object.hasOwn(value, member.key)
      ? [{ ...member, value: nodeFor(value[member.key], member.value, style) }]
      : [],
  );
  const added = Object.keys(value)
    .filter((key) => !before.some((member) => member.key === key))
    .map((key) => ({ rawKey: spelled(key, style), key, value: nodeFor(value[key], undefined, style) }));
  return { kind: 'map', members: [...kept, ...added] };
}

/** The item that says the same, wherever it stood; else the one at that place is changed. */
function listItem(entry: unknown, at: number, before: readonly JsonNode[], style: JsonStyle): JsonNode {
  return before.find((item) => says(item, entry)) ?? nodeFor(entry, before[at], style);
}

/** Whether a node says a value; numbers that JavaScript would round are told apart by their spelling. */
function says(node: JsonNode, value: unknown): boolean {
  if (node.kind === 'scalar')
    return (typeof value !== 'object' || value === null) && JSON.parse(node.raw) === value;
  if (node.kind === 'list')
    return (
      Array.isArray(value) &&
      node.items.length === value.length &&
      node.items.every((item, at) => says(item, value[at]))
    );
  return (
    isObject(value) &&
    new Set(node.members.map(({ key }) => key)).size === node.members.length &&
    Object.keys(value).length === node.members.length &&
    node.members.every((member) => Object.hasOwn(value, member.key) && says(member.value, value[member.key]))
  );
}

/** What System.Text.Json spells out, which the platform writes with; other escapes are found so that they stay. */
const spelledOut = /\\[^"]|\\"|[\u007f-\uffff<>&'+`]/g;

function spelled(value: unknown, { escapes }: JsonStyle): string {
  const text = JSON.stringify(value) ?? 'null';
  if (!escapes || typeof value !== 'string') return text;
  return text.replace(spelledOut, (found) => {
    if (found.length > 1 && found !== '\\"') return found;
    const code = found === '\\"' ? 0x22 : found.charCodeAt(0);
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
