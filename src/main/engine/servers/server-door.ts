import type { RemoteAccess } from '../git/remote/access';

/** How long a look that nobody asked for waits for a server. */
const shortMilliseconds = 5000;
/** How often a server is asked without anybody having asked for it. */
const pauseMilliseconds = 15_000;

/** How the engine gets at servers, and how often it asks them by itself. */
export interface ServerDoor {
  /** @param signal stops what is under way */
  access(signal?: AbortSignal, onProgress?: RemoteAccess['onProgress']): RemoteAccess;
  /** For looks that nobody asked for: access that soon gives up; null where the last such question was just now. */
  passingAccess(subject: string): RemoteAccess | null;
}

/** @param make access with the credentials that are kept */
export function createServerDoor(
  make: (more: Pick<RemoteAccess, 'signal' | 'onProgress'>) => RemoteAccess,
): ServerDoor {
  const asked = new Map<string, number>();
  return {
    access: (signal, onProgress) =>
      make({ ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) }),
    passingAccess(subject) {
      const now = performance.now();
      if (now - (asked.get(subject) ?? Number.NEGATIVE_INFINITY) < pauseMilliseconds) return null;
      asked.set(subject, now);
      return make({ signal: AbortSignal.timeout(shortMilliseconds) });
    },
  };
}
