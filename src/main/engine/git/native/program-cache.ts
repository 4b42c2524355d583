import { createHash } from 'node:crypto';
import { createLru } from '../objects/lru';
import { commandTexts, type ProgramUse } from '../repository/programs';

/** What programs made of which content. */
export interface ProgramCache {
  get(direction: 'clean' | 'smudge', use: ProgramUse, bytes: Buffer): Buffer | undefined;
  set(direction: 'clean' | 'smudge', use: ProgramUse, bytes: Buffer, result: Buffer): void;
}

const keptBytes = 64 * 1024 * 1024;

/** Remembers by path, commands and content, because a command can ask for its path (%f). */
export function createProgramCache(): ProgramCache {
  const known = createLru<Buffer>(keptBytes, (result) => result.length + 300);
  const keyOf = (direction: string, { path, filter, encoding }: ProgramUse, bytes: Buffer): string =>
    JSON.stringify([
      direction,
      path,
      filter && commandTexts(filter),
      encoding,
      bytes.length,
      createHash('sha256').update(bytes).digest('hex'),
    ]);
  return {
    get: (direction, use, bytes) => known.get(keyOf(direction, use, bytes)),
    set: (direction, use, bytes, result) => known.set(keyOf(direction, use, bytes), result),
  };
}
