import { fail } from '../../errors';
import type { Commit, ObjectId } from '../model';
import { decodeText } from './decode-text';
import { parseSignature } from './signature';

/**
 * Reads a commit object. Headers we do not use (signatures, merge tags) are skipped with their continuation lines;
 * odd names, times and encodings never fail, because old repositories have them.
 * @param place what errors name as the place of the object
 * @throws EngineError `object-damaged` when tree or parents cannot be read
 */
export function parseCommit(body: Buffer, id: ObjectId, place: string): Commit {
  const blank = body.indexOf('\n\n');
  const headers = readHeaders(body.toString('latin1', 0, blank < 0 ? body.length : blank));
  const first = (name: string): string | undefined => headers.find(([key]) => key === name)?.[1];
  const tree = first('tree') ?? '';
  const parents = headers.filter(([key]) => key === 'parent').map(([, value]) => value);
  if (![tree, ...parents].every((value) => value.length === id.length && /^[0-9a-f]+$/.test(value)))
    fail('object-damaged', { id, path: place, reason: 'its tree or parents cannot be read' });
  const encoding = first('encoding');
  const text = (latin1: string): string => decodeText(Buffer.from(latin1, 'latin1'), encoding);
  return {
    id,
    tree,
    parents,
    author: parseSignature(text(first('author') ?? '')),
    committer: parseSignature(text(first('committer') ?? '')),
    message: blank < 0 ? '' : decodeText(body.subarray(blank + 2), encoding),
  };
}

/** Header lines as pairs; a line that starts with a space continues the one before it. */
function readHeaders(text: string): [string, string][] {
  const headers: [string, string][] = [];
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) headers.push([line.slice(0, space), line.slice(space + 1)]);
  }
  return headers;
}
