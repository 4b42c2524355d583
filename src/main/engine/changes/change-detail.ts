import { extname } from 'node:path';
import type { ChangeDetail } from '../../../shared/domain/proposal';
import { diffText } from '../git/diff/text-diff';
import type { TreeChange } from '../git/merge/diff-trees';
import { FileMode, type ObjectReader, type TreeEntry } from '../git/model';

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

/** One changed file as it was and is; a path that did not change is shown as having nothing to compare. */
export function describeFile(
  reader: ObjectReader,
  changes: readonly TreeChange[],
  path: string,
): ChangeDetail {
  const change = changes.find((entry) => entry.path === path);
  const before = content(reader, change?.from ?? renamedFrom(changes, change));
  const after = content(reader, change?.to);
  const sizes = { sizeBefore: before?.length ?? null, sizeAfter: after?.length ?? null };
  const none = { path, hunks: [], before: null, after: null, ...sizes };
  const type = pictures[extname(path).toLowerCase()];
  const largest = Math.max(before?.length ?? 0, after?.length ?? 0);
  if (type !== undefined && largest <= pictureLimitBytes)
    return { ...none, kind: 'picture', before: dataUrl(type, before), after: dataUrl(type, after) };
  if (largest > textLimitBytes) return { ...none, kind: 'too-large' };
  const text = diffText(before ?? Buffer.alloc(0), after ?? Buffer.alloc(0));
  return text.binary ? { ...none, kind: 'binary' } : { ...none, kind: 'text', hunks: text.hunks };
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
