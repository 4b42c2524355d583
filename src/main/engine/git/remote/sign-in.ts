import { fail } from '../../errors';
import type { Credentials, RemoteAccess } from './access';

/** Who one is for one server, in one conversation: nobody, until the server asks. */
export interface SignIn {
  /** What goes with a request. */
  headers(): Record<string, string>;
  /** The server asked, or refused what was given: the next that may be tried. @throws EngineError `sign-in-needed` */
  next(): Promise<Credentials>;
}

/** A store that gives the same again, or a person who mistypes: at some point it is over. */
const mostTries = 4;

/** @param configured those in the clone's own settings; they are tried first */
export function createSignIn(
  server: { readonly origin: string; readonly host: string; readonly configured: Credentials | null },
  access: RemoteAccess,
): SignIn {
  let current: Credentials | null = null;
  let configured = server.configured;
  let tries = 0;
  return {
    headers: () => (current ? { authorization: basic(current) } : {}),
    async next() {
      const rejected = current;
      const given =
        configured ?? (await untilAborted(access.credentials(server.origin, rejected), access.signal));
      configured = null;
      if (given === null || ++tries > mostTries || (rejected !== null && isSame(given, rejected)))
        return fail('sign-in-needed', { host: server.host, rejected: rejected !== null });
      current = given;
      return given;
    },
  };
}

/** A question to a person may stay open; ending the conversation ends the waiting. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('ended by its caller'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const isSame = (a: Credentials, b: Credentials): boolean =>
  a.username === b.username && a.password === b.password;

const basic = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
