import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Secrets } from '../engine/ports';

/** How a secret becomes what stands in the file, and back; null for what cannot be opened (another computer's). */
export interface SecretSeal {
  seal(secret: string): string;
  open(sealed: string): string | null;
  readonly place: 'sealed' | 'file';
}

/** The file that the browser and the command line share. */
export const secretFileName = 'secrets.json';

/** Readable in the file itself, which only its owner may read (docs/safety.md). */
export const openSeal: SecretSeal = { seal: (secret) => secret, open: (sealed) => sealed, place: 'file' };

/**
 * Secrets in one file with mode 0600 in the data folder, replaced as a whole: the old one or the new one is there
 * whatever happens. A file that cannot be understood counts as empty; all it costs is to sign in again.
 * @throws system errors of the file system, when it is written
 */
export function createSecretFile(path: string, seal: () => SecretSeal): Secrets {
  return {
    get(key) {
      const sealed = read(path)[key];
      return Promise.resolve(sealed === undefined ? null : seal().open(sealed));
    },
    set(key, value) {
      const { seal: close, place } = seal();
      write(path, { ...read(path), [key]: close(value) });
      return Promise.resolve(place);
    },
    delete(key) {
      const { [key]: gone, ...rest } = read(path);
      if (gone !== undefined) write(path, rest);
      return Promise.resolve();
    },
  };
}

/** Secrets until the program ends. */
export function createSessionSecrets(): Secrets {
  const known = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(known.get(key) ?? null),
    set(key, value) {
      known.set(key, value);
      return Promise.resolve('session');
    },
    delete(key) {
      known.delete(key);
      return Promise.resolve();
    },
  };
}

type Content = Readonly<Record<string, string>>;

function read(path: string): Content {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw cause;
  }
  try {
    const { secrets } = JSON.parse(text) as { secrets?: unknown };
    const entries = typeof secrets === 'object' && secrets !== null ? Object.entries(secrets) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

function write(path: string, secrets: Content): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(aside, 'wx', 0o600);
    try {
      writeFileSync(file, `${JSON.stringify({ format: 1, secrets }, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw cause;
  }
}
