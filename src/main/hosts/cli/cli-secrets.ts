import { join } from 'node:path';
import type { Secrets } from '../../engine/ports';
import { createSecretFile, openSeal, secretFileName } from '../secret-file';
import type { CliIo } from './io';

/** What a person signed in with before; LANEWAY_USERNAME and LANEWAY_PASSWORD, where both are set, come first. */
export function cliSecrets(dataFolder: string, { environment }: Pick<CliIo, 'environment'>): Secrets {
  const file = createSecretFile(join(dataFolder, secretFileName), () => openSeal);
  const given = credentialsOf(environment);
  if (given === null) return file;
  return { ...file, get: () => Promise.resolve(JSON.stringify(given)) };
}

/** Those of the variables; null unless both are set. */
export function credentialsOf(
  environment: CliIo['environment'],
): { username: string; password: string } | null {
  const { LANEWAY_USERNAME: username, LANEWAY_PASSWORD: password } = environment;
  return username && password ? { username, password } : null;
}

/** The variables for the engine: what it, or a program that it starts, has no use for stays out. */
export function withoutCredentials(environment: CliIo['environment']): CliIo['environment'] {
  const { LANEWAY_USERNAME: _username, LANEWAY_PASSWORD: _password, ...rest } = environment;
  return rest;
}
