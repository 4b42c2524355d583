import type { ObjectId, Signature } from '../model';
import { formatSignature } from './signature';

export interface NewCommit {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Gets a line end if it has none; NUL is left out. */
  readonly message: string;
}

/** The body of a new commit object, in UTF-8. */
export function commitBody(commit: NewCommit): Buffer {
  const message = commit.message.replaceAll('\0', '');
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
    '',
    message === '' || message.endsWith('\n') ? message : `${message}\n`,
  ];
  return Buffer.from(lines.join('\n'), 'utf8');
}
