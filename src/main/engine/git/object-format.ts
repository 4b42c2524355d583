import { createHash, type Hash } from 'node:crypto';

/**
 * How a repository names its objects. It is decided when the repository is made and holds for everything in it: ids,
 * the checksums of packs and of the index, what is said to a server. There is one value of each, so that formats are
 * compared by `===`.
 * @see https://git-scm.com/docs/hash-function-transition
 */
export interface ObjectFormat {
  /** As configuration and servers say it. */
  readonly name: 'sha1' | 'sha256';
  /** For people. */
  readonly title: string;
  readonly idBytes: number;
  /** Length of an id as text. */
  readonly idDigits: number;
  /** Git knows the empty tree without having it. */
  readonly emptyTree: string;
  readonly emptyBlob: string;
  createHash(): Hash;
}

export const sha1: ObjectFormat = {
  name: 'sha1',
  title: 'SHA-1',
  idBytes: 20,
  idDigits: 40,
  emptyTree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  emptyBlob: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  createHash: () => createHash('sha1'),
};

export const sha256: ObjectFormat = {
  name: 'sha256',
  title: 'SHA-256',
  idBytes: 32,
  idDigits: 64,
  emptyTree: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
  emptyBlob: '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
  createHash: () => createHash('sha256'),
};

/** @param name as `extensions.objectFormat` has it; undefined for a name that git does not know */
export const objectFormatNamed = (name: string): ObjectFormat | undefined =>
  [sha1, sha256].find((format) => format.name === name);

/** An id of either format inside a regular expression, for texts that say which by its length. */
export const idPattern = '[0-9a-f]{40}(?:[0-9a-f]{24})?';

/** "No object", as long as another id of the repository. */
export const zeroIdLike = (id: string): string => '0'.repeat(id.length);

export const isZeroId = (id: string): boolean => /^0+$/.test(id);
