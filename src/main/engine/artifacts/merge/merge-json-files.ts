import { mergeText } from '../../git/merge/merge-text';
import { JsonSyntaxError, type JsonNode } from '../json-document';
import { readJsonFile, withoutLayout, writeJsonFile, type JsonFile, type JsonStyle } from '../json-file';
import { mergeJson, type JsonMergeOptions } from './merge-json';
import type { MeaningConflict } from './merge-context';
import { sameNode } from './same-node';
import { unknownWord } from './unknown';

/** Larger files are data rather than settings, and are merged as text: bytes. */
const largestMerged = 4 * 1024 * 1024;

/** Nothing can be told of it, because it cannot be read: a base with conflict markers in it. */
export type FileBase = Buffer | null | 'unknown';

export interface JsonFilesMerge {
  readonly clean: boolean;
  readonly content: Buffer;
  readonly conflicts: readonly MeaningConflict[];
}

export interface ReadVersions {
  readonly base: JsonFile | null | 'unknown';
  readonly ours: JsonFile;
  readonly theirs: JsonFile;
}

/**
 * Merges files of JSON by what they say. Where a merge by lines comes to the same, its bytes are the result; else the
 * file is written in its own style.
 * @returns undefined where one of them is no JSON in UTF-8, says a key twice or is too large
 */
export function mergeJsonFiles(
  base: FileBase,
  ours: Buffer,
  theirs: Buffer,
  options: JsonMergeOptions,
): JsonFilesMerge | undefined {
  const files = readVersions(base, ours, theirs, (options.depth ?? 0) > 0);
  if (!files) return undefined;
  const { root, conflicts } = mergeFiles(files, options);
  if (conflicts.length === 0 && base !== 'unknown') {
    const byLines = mergeText(base, ours, theirs);
    if (byLines.clean && isSame(byLines.content, root, options))
      return { clean: true, content: byLines.content, conflicts };
  }
  return { clean: conflicts.length === 0, content: written(files, root), conflicts };
}

export function mergeFiles(
  { base, ours, theirs }: ReadVersions,
  options: JsonMergeOptions,
): ReturnType<typeof mergeJson> {
  return mergeJson(base === null || base === 'unknown' ? base : base.root, ours.root, theirs.root, options);
}

/** @param aboveBases ours and theirs may be bases of bases */
export function readVersions(
  base: FileBase,
  ours: Buffer,
  theirs: Buffer,
  aboveBases = false,
): ReadVersions | undefined {
  const sides = [ours, theirs].map((bytes) => read(bytes, aboveBases));
  const before = base === null || base === 'unknown' ? base : read(base, true);
  const [our, their] = sides;
  return our && their && before !== undefined ? { base: before, ours: our, theirs: their } : undefined;
}

function read(bytes: Buffer, mayBeUnknown: boolean): JsonFile | undefined {
  if (bytes.length > largestMerged) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const file = readJsonFile(text, mayBeUnknown ? unknownWord : null);
    return hasKeyTwice(file.root) ? undefined : file;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function hasKeyTwice(node: JsonNode): boolean {
  if (node.kind === 'scalar') return false;
  if (node.kind === 'list') return node.items.some(hasKeyTwice);
  const keys = new Set(node.members.map(({ key }) => key));
  return keys.size < node.members.length || node.members.some(({ value }) => hasKeyTwice(value));
}

function isSame(bytes: Buffer, root: JsonNode, { isArtifact, depth = 0 }: JsonMergeOptions): boolean {
  const file = read(bytes, depth > 0);
  return file !== undefined && sameNode(file.root, root, isArtifact ? 'lenient' : 'exact');
}

/** The document in the style of the files; where a side changed the style, in that one. */
export function written({ base, ours, theirs }: ReadVersions, root: JsonNode): Buffer {
  const style =
    base === null || base === 'unknown' ? ours.style : mergeStyle(base.style, ours.style, theirs.style);
  const fits = [ours, theirs].every((file) => layoutOf(file.style) === layoutOf(style));
  return Buffer.from(writeJsonFile({ root: fits ? root : withoutLayout(root), style }));
}

const layoutOf = ({ lineEnd, indent, colon, gap }: JsonStyle): string =>
  JSON.stringify([lineEnd, indent, colon, gap]);

function mergeStyle(base: JsonStyle, ours: JsonStyle, theirs: JsonStyle): JsonStyle {
  const pick = <K extends keyof JsonStyle>(key: K): JsonStyle[K] =>
    ours[key] === base[key] ? theirs[key] : ours[key];
  return {
    byteOrderMark: pick('byteOrderMark'),
    lineEnd: pick('lineEnd'),
    indent: pick('indent'),
    colon: pick('colon'),
    gap: pick('gap'),
    before: pick('before'),
    after: pick('after'),
    escapes: pick('escapes'),
  };
}
