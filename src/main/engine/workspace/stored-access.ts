import * as v from 'valibot';
import type { SecretPlace } from '../../../shared/domain/sign-in';
import type { Credentials, RemoteAccess } from '../git/remote/access';
import type { Upstream } from '../git/remote/upstream';
import type { Secrets } from '../ports';

const stored = v.object({ username: v.string(), password: v.string() });
const keyOf = (origin: string): string => `server ${origin}`;
const originOf = ({ url }: Upstream): string => new URL(url).origin;

/** Access to servers with what a person signed in with before; nobody is asked. */
export function storedAccess(
  secrets: Secrets,
  more: Pick<RemoteAccess, 'signal' | 'onProgress'> = {},
): RemoteAccess {
  return {
    ...more,
    async credentials(origin) {
      const text = await secrets.get(keyOf(origin));
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stored), text);
      return parsed.success ? parsed.output : null;
    },
  };
}

/** Keeps what a server took. @returns where */
export const keepCredentials = (
  secrets: Secrets,
  upstream: Upstream,
  { username, password }: Credentials,
): Promise<SecretPlace> => secrets.set(keyOf(originOf(upstream)), JSON.stringify({ username, password }));

export const forgetCredentials = (secrets: Secrets, upstream: Upstream): Promise<void> =>
  secrets.delete(keyOf(originOf(upstream)));
