import { existsSync } from 'node:fs';
import type { Repository } from '../git/repository/repository';
import type { Clock, Logger } from '../ports';
import { createCoalescer, type WatchReason } from './coalesce';
import { CannotWatch, type NotLive } from './folder-watch';
import { watchClone, type CloneWatch } from './watch-clone';
import { createBudget, isOnNetwork, maximumWatchesHere } from './watch-limits';

/** Clones that cannot be watched are looked at so often while somebody looks (run.md, "Watching"). */
const sweepSeconds = 10;

export interface WatcherOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Watches for all clones together; by default half of what the system allows. */
  readonly maximumWatches?: number;
  /** One watch for a whole clone; by default on Windows and macOS. */
  readonly recursive?: boolean;
  /** Type of the file system that a folder is on, as statfs tells. */
  readonly fileSystemType?: (folder: string) => number;
  readonly sweepMilliseconds?: number;
}

/** A clone that is being watched. */
export interface WatchHandle {
  /** `sweep`: it cannot be watched, and is looked at every ten seconds while the window is visible. */
  readonly state: 'live' | 'sweep';
  /** Watched folders of the working tree; 0 in a sweep. */
  readonly folders: number;
  /** Why it is not watched live, in words; null when it is. */
  readonly note: string | null;
  close(): void;
}

export interface Watcher {
  /**
   * Watches a clone: files that are not ignored, HEAD, index and branches. The listener is called 150 ms after a change
   * (in an endless burst once a second, and once after it), and it is only a hint: whoever acts looks for himself.
   */
  watch(repository: Repository, listener: (reason: WatchReason) => void): WatchHandle;
  /** Whether somebody looks; sweeps are made only then. It starts as visible. */
  setVisible(visible: boolean): void;
  close(): void;
}

const sentences: Record<NotLive, string> = {
  'too-many': 'It has more folders than this computer can watch at once',
  'used-up': 'This computer can watch no more folders',
  network: 'It is on a network drive, which does not report what others change',
  gone: 'Its folder is not there',
  refused: 'This computer does not let it be watched',
};
const noteFor = (why: NotLive): string =>
  `${sentences[why]}, so it is looked at every ${sweepSeconds} seconds while you look at it.`;

/** Makes the watcher of an engine; all its clones share one limit. */
export function createWatcher({
  clock,
  logger,
  maximumWatches = maximumWatchesHere(),
  recursive = process.platform === 'win32' || process.platform === 'darwin',
  fileSystemType,
  sweepMilliseconds = sweepSeconds * 1000,
}: WatcherOptions): Watcher {
  const budget = createBudget(maximumWatches);
  const handles = new Set<WatchHandle>();
  const sweeps = new Set<() => void>();
  let visible = true;
  let timer: NodeJS.Timeout | null = null;
  let lastSweep = clock.now();

  const sweep = (): void => {
    lastSweep = clock.now();
    for (const one of [...sweeps]) one();
  };
  const schedule = (): void => {
    const wanted = visible && sweeps.size > 0;
    if (wanted && !timer) timer = setInterval(sweep, sweepMilliseconds).unref();
    if (!wanted && timer) clearInterval(timer);
    if (!wanted) timer = null;
  };

  const watch: Watcher['watch'] = (repository, listener) => {
    let live: CloneWatch | null = null;
    let why: NotLive | null = null;
    let closed = false;

    const onSweep = (): void => {
      if (why === 'gone') start(); // it may have come back
      listener('sweep');
    };
    const giveUp = (cause: unknown): void => {
      live?.close();
      live = null;
      const otherwise = existsSync(repository.folder) ? 'refused' : 'gone';
      why = cause instanceof CannotWatch ? cause.why : otherwise;
      logger.warn(`${repository.folder} is not watched: ${String(cause)}`);
      sweeps.add(onSweep);
      schedule();
    };
    const start = (): void => {
      try {
        if (isOnNetwork(repository.folder, fileSystemType)) throw new CannotWatch('network');
        live = watchClone(repository, { budget, recursive, onHint: (reason) => coalescer.hint(reason) });
        why = null;
        sweeps.delete(onSweep);
        schedule();
      } catch (cause) {
        if (why === null) giveUp(cause);
      }
    };
    const follow = (): void => {
      if (!live) return;
      try {
        live.follow();
      } catch (cause) {
        live.close();
        live = null;
        // Replaced by another folder of the same name: watched anew. Otherwise swept.
        if (cause instanceof CannotWatch && cause.why === 'gone') start();
        else giveUp(cause);
      }
    };
    const coalescer = createCoalescer((reason) => {
      follow();
      if (!closed) listener(reason);
    });

    start();
    const handle: WatchHandle = {
      get state() {
        return live ? 'live' : 'sweep';
      },
      get folders() {
        return live?.folders ?? 0;
      },
      get note() {
        return why === null ? null : noteFor(why);
      },
      close() {
        closed = true;
        coalescer.close();
        live?.close();
        live = null;
        sweeps.delete(onSweep);
        handles.delete(handle);
        schedule();
      },
    };
    handles.add(handle);
    return handle;
  };

  return {
    watch,
    setVisible(now) {
      const appears = now && !visible;
      visible = now;
      schedule();
      if (appears && clock.now() - lastSweep >= sweepMilliseconds) sweep();
    },
    close() {
      for (const handle of [...handles]) handle.close();
    },
  };
}
