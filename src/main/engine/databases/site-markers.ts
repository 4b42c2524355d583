import {
  closeSync,
  copyFileSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, fromSystem, systemCode } from '../errors';
import { maskSecrets } from '../secrets/mask-secrets';
import { readFailure } from './site-failure';

/**
 * The files by which a running site is asked to read its artifacts, and answers (umbraco.md, "Marker files"): `deploy`
 * becomes `deploy-progress`, then `deploy-complete` or `deploy-failed`. A stopped site does nothing.
 */
const asking = ['deploy', 'deploy-progress'] as const;
const results = ['deploy-complete', 'deploy-failed'] as const;

/** Where they lie: v9 and later `<base>umbraco/Deploy`, v7 and v8 `<base>data`; the artifacts lie just below. */
export const markerFolder = (workFolder: string, artifactFolder: string): string =>
  join(workFolder, dirname(artifactFolder));

export type SiteAnswer =
  /** `asked`: nobody has taken it yet. `reading`: the site is at it. `taken`: it was taken, and there is no result. */
  | { readonly state: 'asked' | 'reading' | 'taken' }
  | { readonly state: 'complete' }
  | { readonly state: 'failed'; readonly message: string };

/**
 * Asks the site to read its artifacts. Old results are moved aside first, so that none is taken for an answer.
 * @param asideFolder where to; only the last ones are kept
 * @returns when it was asked, by the clock of that disk: milliseconds since 1970
 * @throws EngineError `site-busy` with the age where somebody has asked already; `disk-full`, `not-permitted`, ...
 */
export function askSite(folder: string, asideFolder: string, now: number): number {
  for (const name of asking) {
    const modified = modifiedAt(join(folder, name));
    if (modified !== null)
      fail('site-busy', { path: join(folder, name), ageSeconds: Math.max(0, (now - modified) / 1000) });
  }
  const path = join(folder, 'deploy');
  try {
    for (const name of results) moveAside(join(folder, name), join(asideFolder, name));
    const file = openSync(path, 'wx', 0o666);
    try {
      fsyncSync(file);
      return fstatSync(file).mtimeMs;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return fail('site-busy', { path, ageSeconds: 0 });
    throw fromSystem(cause, path);
  }
}

/** What the site has said since it was asked; a result of an earlier time is none. */
export function readAnswer(folder: string, asked: number): SiteAnswer {
  const fresh = results.flatMap((name) => {
    const at = modifiedAt(join(folder, name));
    return at !== null && at >= asked ? [{ name, at }] : [];
  });
  const latest = fresh.sort((a, b) => b.at - a.at)[0];
  // It may be on its way to a second attempt, after a restart: a result counts when nothing is under way.
  if (modifiedAt(join(folder, 'deploy-progress')) !== null) return { state: 'reading' };
  if (modifiedAt(join(folder, 'deploy')) !== null) return { state: 'asked' };
  if (!latest) return { state: 'taken' };
  if (latest.name === 'deploy-complete') return { state: 'complete' };
  return { state: 'failed', message: masked(readFailure(readText(join(folder, latest.name)))) };
}

/** The last lines of the site's own log of it, secrets masked. */
export function logTail(folder: string, most: number): readonly string[] {
  const lines = masked(readText(join(folder, 'deploy.log')))
    .trimEnd()
    .split(/\r?\n/);
  return lines.filter((line) => line !== '').slice(-most);
}

/** Sites log what they were configured with; what they say goes into logs and records of ours. */
const masked = (text: string): string => maskSecrets('deploy.log', text);

function moveAside(path: string, aside: string): void {
  if (modifiedAt(path) === null) return;
  mkdirSync(dirname(aside), { recursive: true });
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (systemCode(cause) !== 'EXDEV') throw cause;
    copyFileSync(path, aside);
    rmSync(path);
  }
}

function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Most of a log that is read: 256 kB. */
const mostBytes = 262_144;

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return bytes
      .subarray(Math.max(0, bytes.length - mostBytes))
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (cause) {
    if (['ENOENT', 'EBUSY', 'EACCES'].includes(systemCode(cause) ?? '')) return ''; // the site has it open, or took it away
    throw cause;
  }
}
