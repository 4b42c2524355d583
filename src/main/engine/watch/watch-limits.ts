import { readFileSync, statfsSync } from 'node:fs';

/** Watches taken by all clones together; one more than that and a clone is looked at from time to time instead. */
export interface WatchBudget {
  /** False: it is used up. */
  take(): boolean;
  giveBack(): void;
}

export function createBudget(maximum: number): WatchBudget {
  let used = 0;
  return {
    take() {
      if (used >= maximum) return false;
      used++;
      return true;
    },
    giveBack() {
      used--;
    },
  };
}

/**
 * Half of what the system allows one person (Linux: inotify, one for each folder); the other half is for other
 * programs. Elsewhere one watch covers a whole clone.
 */
export function maximumWatchesHere(): number {
  if (process.platform !== 'linux') return Infinity;
  try {
    const limit = Number.parseInt(readFileSync('/proc/sys/fs/inotify/max_user_watches', 'utf8'), 10);
    return limit > 0 ? Math.floor(limit / 2) : Infinity;
  } catch {
    return Infinity; // not told; using it up is noticed
  }
}

/**
 * File systems that do not report what other computers write: NFS, SMB (three kinds), AFS, Coda, Ceph, 9P (also
 * Windows drives in WSL), FUSE, shared folders of VirtualBox, GPFS, Lustre, GFS2, OCFS2.
 * @see https://man7.org/linux/man-pages/man2/statfs.2.html
 */
const networkTypes = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x73757245, 0x00c36400, 0x01021997, 0x65735546,
  0x786f4256, 0x47504653, 0x0bd00bd0, 0x01161970, 0x7461636f,
]);

/** Whether the folder lies on a drive that reports no changes of others. */
export function isOnNetwork(folder: string, typeOf: (folder: string) => number = fileSystemType): boolean {
  if (process.platform === 'win32') return folder.startsWith('\\\\');
  return process.platform === 'linux' && networkTypes.has(typeOf(folder) >>> 0);
}

function fileSystemType(folder: string): number {
  try {
    return statfsSync(folder).type;
  } catch {
    return 0; // the folder is gone, which is found out when it is watched
  }
}
