import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may talk to the browser host: only a page that was opened with an address this process gave out. */
export interface Admission {
  /** A fresh token for one address. It is taken once: an address left in a history or a process list opens nothing. */
  mintToken(): string;
  /** Exchanges a token; the `set-cookie` value, or null when it is unknown or was used. */
  exchange(token: string): string | null;
  /** The address names this very host and port (a foreign name that resolves to us is refused: DNS rebinding). */
  isOurHost(request: IncomingMessage): boolean;
  /** Not sent by another site's page. A top-level visit has no origin; a socket always has one. */
  isOurOrigin(request: IncomingMessage, isSocket: boolean): boolean;
  hasCookie(request: IncomingMessage): boolean;
}

const random = (): string => randomBytes(32).toString('base64url');

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** @param port the loopback port that is listened on */
export function createAdmission(port: number): Admission {
  const origin = `http://127.0.0.1:${port}`;
  const cookieName = `laneway_${port}`; // cookies ignore ports: two running copies need two names
  const session = random();
  const tokens = new Set<string>();
  return {
    mintToken() {
      const token = random();
      tokens.add(token);
      return token;
    },
    exchange(token) {
      const known = [...tokens].find((candidate) => equal(candidate, token));
      if (known === undefined) return null;
      tokens.delete(known);
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isOurHost: ({ headers }) => `http://${headers.host ?? ''}` === origin,
    isOurOrigin({ headers }, isSocket) {
      if (headers.origin !== undefined) return headers.origin === origin;
      const site = headers['sec-fetch-site'];
      return !isSocket && (site === undefined || site === 'none' || site === 'same-origin');
    },
    hasCookie: ({ headers }) =>
      (headers.cookie ?? '').split(';').some((part) => {
        const [name, ...value] = part.trim().split('=');
        return name === cookieName && equal(value.join('='), session);
      }),
  };
}
