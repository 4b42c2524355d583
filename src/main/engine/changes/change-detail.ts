import { extname } from 'node:path';
import type { ChangeDetail, PropertyChange, TextHunk } from '../../../shared/domain/proposal';
import { describeDifference } from '../artifacts/describe-difference';
import { readArtifact } from '../artifacts/read-artifact';
import { readSiteIndex } from '../artifacts/site-index';
import { diffText } from '../git/diff/text-diff';
import type { TreeChange } from '../git/merge/diff-trees';
import { FileMode, type ObjectId, type ObjectReader, type TreeEntry } from '../git/model';
import { maskKnown, maskSecrets, secretValues } from '../secrets/mask-secrets';

/** Larger files are not compared line by line: 1 MB. */
const textLimitBytes = 1 << 20;
const pictureLimitBytes = 8 << 20;

const pictures: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
};

/** Two states of a site, of one file of which is to be told what changed. */
export interface TwoStates {
  readonly store: ObjectReader;
  readonly changes: readonly TreeChange[];
  /** Trees in which the names of other items are looked up, in this order. */
  readonly trees: readonly ObjectId[];
}

/**
 * One changed file as it was and is; a path that did not change is shown as having nothing to compare. The one place
 * where differences leave the engine: secrets are hidden in all that it answers.
 */
export function describeFile({ store, changes, trees }: TwoStates, path: string): ChangeDetail {
  const change = changes.find((entry) => entry.path === path);
  const before = content(store, change?.from ?? renamedFrom(changes, change));
  const after = content(store, change?.to);
  const sizes = { sizeBefore: before?.length ?? null, sizeAfter: after?.length ?? null };
  const none = { path, properties: null, hunks: [], before: null, after: null, ...sizes };
  const type = pictures[extname(path).toLowerCase()];
  const largest = Math.max(before?.length ?? 0, after?.length ?? 0);
  if (type !== undefined && largest <= pictureLimitBytes)
    return { ...none, kind: 'picture', before: dataUrl(type, before), after: dataUrl(type, after) };
  if (largest > textLimitBytes) return { ...none, kind: 'too-large' };
  const text = diffText(before ?? Buffer.alloc(0), after ?? Buffer.alloc(0));
  if (text.binary) return { ...none, kind: 'binary' };
  const [was, is] = [before?.toString('utf8') ?? '', after?.toString('utf8') ?? ''];
  const secrets = [...secretValues(path, was), ...secretValues(path, is)];
  const masked = (side: string): string[] => maskSecrets(path, side, secrets).split('\n');
  return {
    ...none,
    kind: 'text',
    hunks: maskHunks(text.hunks, masked(was), masked(is)),
    properties: properties(store, trees, path, before, after)?.map((row) => maskRow(row, secrets)) ?? null,
  };
}

/** The rows of an item; null where either side cannot be read as one. */
function properties(
  store: ObjectReader,
  trees: readonly ObjectId[],
  path: string,
  before: Buffer | null,
  after: Buffer | null,
): PropertyChange[] | null {
  const read = (bytes: Buffer | null) =>
    bytes === null ? null : (readArtifact(path, bytes)?.content ?? null);
  const [was, is] = [read(before), read(after)];
  if ((before !== null && was === null) || (after !== null && is === null)) return null;
  if (was === null && is === null) return null;
  return describeDifference(was, is, (udi) => {
    for (const tree of trees) {
      const name = readSiteIndex(store, tree).item(udi)?.name;
      if (name !== undefined) return name;
    }
    return null;
  });
}

function maskRow({ about, kind, was, is }: PropertyChange, secrets: readonly string[]): PropertyChange {
  const hidden = (text: string | null): string | null => (text === null ? null : maskKnown(text, secrets));
  return { about: maskKnown(about, secrets), kind, was: hidden(was), is: hidden(is) };
}

/** The same lines, as they read with secrets hidden. Which lines changed was decided before. */
function maskHunks(
  hunks: readonly TextHunk[],
  before: readonly string[],
  after: readonly string[],
): TextHunk[] {
  return hunks.map(({ beforeLine, afterLine, lines }) => {
    let [was, is] = [beforeLine - 1, afterLine - 1];
    return {
      beforeLine,
      afterLine,
      lines: lines.map(({ kind }) => {
        const text = (kind === 'new' ? after[is] : before[was]) ?? '';
        if (kind !== 'new') was++;
        if (kind !== 'gone') is++;
        return { kind, text: text.replace(/\r$/, '') };
      }),
    };
  });
}

function content(reader: ObjectReader, entry: TreeEntry | undefined): Buffer | null {
  return entry && entry.mode !== FileMode.submodule ? reader.blob(entry.id) : null;
}

/** A file that only moved is compared with what it was, not with nothing. */
function renamedFrom(changes: readonly TreeChange[], change: TreeChange | undefined): TreeEntry | undefined {
  if (!change?.to || change.from) return undefined;
  const id = change.to.id;
  return changes.find((other) => other.to === undefined && other.from?.id === id)?.from;
}

const dataUrl = (type: string, bytes: Buffer | null): string | null =>
  bytes === null ? null : `data:${type};base64,${bytes.toString('base64')}`;
