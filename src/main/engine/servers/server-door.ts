import type { RemoteAccess } from '../git/remote/access';

/** A look waits this long for a byte; a longer silence is no answer. */
const lookMilliseconds = 15_000;
/** A look that nobody asked for waits less. */
const shortMilliseconds = 4000;
/** How often a server is asked without anybody having asked for it. */
const pauseMilliseconds = 15_000;

/** What one act adds: how to stop it, and who is told how far it is. */
type More = Pick<RemoteAccess, 'signal' | 'onProgress'>;

/** How the engine gets at servers, and how often it asks them by itself. */
export interface ServerDoor {
  /** For asking what a server has. */
  look(signal?: AbortSignal): RemoteAccess;
  /** For sending something. */
  send(more: More): RemoteAccess;
  /** For looks that nobody asked for: soon gives up; null where the last such question was just now. */
  passing(subject: string): RemoteAccess | null;
}

/** @param make access with the credentials that are kept */
export function createServerDoor(make: (more: More) => RemoteAccess): ServerDoor {
  const asked = new Map<string, number>();
  return {
    look: (signal) => ({ ...make(signal ? { signal } : {}), idleMilliseconds: lookMilliseconds }),
    send: make,
    passing(subject) {
      const now = performance.now();
      if (now - (asked.get(subject) ?? Number.NEGATIVE_INFINITY) < pauseMilliseconds) return null;
      asked.set(subject, now);
      return { ...make({}), idleMilliseconds: shortMilliseconds };
    },
  };
}
