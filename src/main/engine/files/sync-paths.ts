import { open } from 'node:fs/promises';
import { systemCode } from '../errors';

/** Enough to keep every thread of the pool busy; a file system joins syncs that run at the same time. */
const atOnce = 16;

/**
 * Makes many files, or the entries of many folders, durable: together that takes a fraction of one after the other.
 * What is not there any more has nothing to be kept.
 * @throws the errors of the file system
 */
export async function syncPaths(
  paths: readonly (string | Buffer)[],
  kind: 'files' | 'folders',
): Promise<void> {
  if (kind === 'folders' && process.platform === 'win32') return; // folders cannot be opened there
  const queue = [...paths];
  const work = async (): Promise<void> => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) await syncPath(path, kind);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, paths.length) }, work));
}

async function syncPath(path: string | Buffer, kind: 'files' | 'folders'): Promise<void> {
  try {
    // Windows flushes only what is open for writing.
    const handle = await open(path, kind === 'files' && process.platform === 'win32' ? 'r+' : 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) throw cause;
  }
}
