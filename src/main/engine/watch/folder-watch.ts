import { watch, type FSWatcher } from 'node:fs';
import { systemCode } from '../errors';
import type { WatchBudget } from './watch-limits';

export interface FolderWatch {
  close(): void;
}

/** Why a clone cannot be watched live. */
export type NotLive = 'too-many' | 'used-up' | 'network' | 'gone' | 'refused';

/** Thrown while watches are made, and caught by the watcher. */
export class CannotWatch extends Error {
  override readonly name = 'CannotWatch';
  constructor(
    readonly why: NotLive,
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}

export type FolderListener = (event: 'rename' | 'change' | 'error', name: string | null) => void;

/**
 * Watches one folder (with `recursive` all below it, by one watch of the system).
 * @returns null when it is gone already or may not be read
 * @throws CannotWatch `too-many` (our own limit), `used-up` (the system's), `refused`
 */
export function watchFolder(
  path: string | Buffer,
  budget: WatchBudget,
  listener: FolderListener,
  recursive = false,
): FolderWatch | null {
  if (!budget.take()) throw new CannotWatch('too-many');
  let watcher: FSWatcher;
  try {
    watcher = watch(path, { persistent: false, recursive });
  } catch (cause) {
    budget.giveBack();
    const code = systemCode(cause) ?? '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return null;
    const usedUp = ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(code);
    throw new CannotWatch(usedUp ? 'used-up' : 'refused', { cause });
  }
  let open = true;
  const close = (): void => {
    if (open) budget.giveBack();
    open = false;
    watcher.close();
  };
  watcher.on('change', (event: 'rename' | 'change', name: string | Buffer | null) =>
    open ? listener(event, name === null ? null : String(name)) : undefined,
  );
  watcher.on('error', () => {
    if (open) listener('error', null);
  });
  return { close };
}
