import type { SignInPlace } from '../../../../shared/domain/sign-in';
import { credentialsOf } from '../cli-secrets';
import { printable } from '../layout';
import { UsageError } from '../parse-command';
import { call, type Result, type Session } from '../session';
import { chosen } from './environment-commands';

const keptWords: Readonly<Record<SignInPlace, string>> = {
  sealed: 'Kept encrypted by your system.',
  file: 'Kept in a file that only you may read.',
  session: 'Kept until Laneway is closed.',
  'not-needed': 'The server asks nobody who they are; nothing was kept.',
};

/** `laneway sign-in ENV`. The password is never an argument: others could see those. */
export async function signIn(session: Session): Promise<Result> {
  const { ids, environment } = await chosen(session);
  const value = await call(session, 'remote.signIn', { ...ids, ...(await credentials(session)) });
  return { value, lines: [printable(`Signed in for ${environment.name}. ${keptWords[value.kept]}`)] };
}

async function credentials({ io, flags }: Session): Promise<{ username: string; password: string }> {
  const given = credentialsOf(io.environment);
  if (given) return given;
  if (!io.canAsk || flags.has('json'))
    throw new UsageError('Nobody can be asked here: set LANEWAY_USERNAME and LANEWAY_PASSWORD.', 'sign-in');
  const username = flags.text('username') ?? (await io.askText('Name: ', false));
  const password = username === null ? null : await io.askText('Password or access token: ', true);
  if (username === null || password === null) throw new UsageError('Nothing was signed in.', 'sign-in');
  return { username: username.trim(), password };
}
