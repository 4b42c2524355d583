import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail, fromSystem } from '../../errors';
import { fsyncFolder, renameWithPatience } from '../../files/atomic-write';
import type { ProgramPlace } from './private-git-dir';

/** What a pointer file of Git LFS names. */
export interface LfsPointer {
  /** Hex SHA-256 of the content. */
  readonly oid: string;
  readonly sizeBytes: number;
}

const longest = 1024;

/** Null for anything else than a pointer. @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export function lfsPointer(blob: Buffer): LfsPointer | null {
  if (blob.length > longest) return null;
  const text = blob.toString('latin1');
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return null;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return oid === undefined || size === undefined ? null : { oid, sizeBytes: Number(size) };
}

/**
 * Copies what Git LFS keeps beside git from one clone to another, durable and checked, where the other lacks it. What
 * neither has is left to Git LFS, which may load it from its server.
 * @returns how many were copied
 * @throws EngineError `object-damaged`, `disk-full`, `not-permitted`
 */
export function copyLfsObjects(
  pointers: readonly LfsPointer[],
  from: ProgramPlace,
  to: ProgramPlace,
): number {
  let count = 0;
  for (const pointer of pointers) {
    const [source, target] = [placeOf(from, pointer), placeOf(to, pointer)];
    if (existsSync(target) || !existsSync(source)) continue;
    try {
      copy(source, target, pointer);
    } catch (cause) {
      throw fromSystem(cause, target);
    }
    count++;
  }
  return count;
}

function placeOf({ commonDir, config }: ProgramPlace, { oid }: LfsPointer): string {
  const storage = resolve(commonDir, config().getPath('lfs.storage') || 'lfs');
  return join(storage, 'objects', oid.slice(0, 2), oid.slice(2, 4), oid);
}

function copy(source: string, target: string, { oid, sizeBytes }: LfsPointer): void {
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    copyFileSync(source, temporary);
    const found = syncAndHash(temporary);
    if (found.oid !== oid || found.sizeBytes !== sizeBytes)
      fail('object-damaged', { id: oid, path: source, reason: 'what Git LFS keeps there is something else' });
    renameWithPatience(temporary, target);
    fsyncFolder(folder);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

function syncAndHash(path: string): LfsPointer {
  const sum = createHash('sha256');
  const part = Buffer.allocUnsafe(1 << 20);
  let sizeBytes = 0;
  const file = openSync(path, 'r+');
  try {
    for (let read = readSync(file, part); read > 0; read = readSync(file, part)) {
      sum.update(part.subarray(0, read));
      sizeBytes += read;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { oid: sum.digest('hex'), sizeBytes };
}
