import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ObjectId, Signature } from '../model';
import { idPattern, isZeroId, zeroIdLike } from '../object-format';
import { formatSignature, parseSignature } from '../objects/signature';
import type { GitConfig } from '../repository/config';
import { removeEmptyFolders } from './empty-folders';
import { refFolder } from './ref-place';
import type { RefPlace } from './ref-place';

export interface LogEntry {
  readonly from: ObjectId | null;
  readonly to: ObjectId;
  readonly who: Signature;
  /** Becomes one line. */
  readonly message: string;
}

const logPath = (place: RefPlace, name: string): string => `${refFolder(place, name)}/logs/${name}`;

/**
 * Adds a line to the reflog of a ref, where git would keep one.
 * @returns takes it back, for a ref that could not be moved after all; a line that is not the last any more stays
 * @see https://git-scm.com/docs/git-config "core.logAllRefUpdates"; the line: git-reflog, refs/files-backend
 */
export function appendReflog(place: RefPlace, config: GitConfig, name: string, entry: LogEntry): () => void {
  const path = logPath(place, name);
  if (!existsSync(path) && !isLogged(config, name)) return () => undefined;
  const message = entry.message.replace(/\s+/g, ' ').trim();
  const line = `${entry.from ?? zeroIdLike(entry.to)} ${entry.to} ${formatSignature(entry.who)}\t${message}\n`;
  mkdirSync(dirname(path), { recursive: true });
  removeEmptyFolders(path); // left behind by a deleted ref below this name
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? null;
  const takeBack = (): void => {
    const now = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (now > (before ?? 0) + Buffer.byteLength(line)) return;
    if (before === null) rmSync(path, { force: true });
    else truncateSync(path, before);
  };
  try {
    appendFileSync(path, line);
  } catch (cause) {
    takeBack(); // a full disk may have taken a part of it
    throw cause;
  }
  return takeBack;
}

const logLine = new RegExp(`^(${idPattern}) (${idPattern}) ([^\\t]*)`);

/** The newest line of a reflog without its message; null where none is kept, or it cannot be understood. */
export function lastLogEntry(place: RefPlace, name: string): Omit<LogEntry, 'message'> | null {
  const path = logPath(place, name);
  const line = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) : undefined;
  const [, from = '', to = '', who = ''] = logLine.exec(line ?? '') ?? [];
  return to === '' ? null : { from: isZeroId(from) ? null : from, to, who: parseSignature(who) };
}

/** Removes the reflog of a deleted ref. */
export function removeReflog(place: RefPlace, name: string): void {
  rmSync(logPath(place, name), { force: true });
}

function isLogged(config: GitConfig, name: string): boolean {
  const setting = config.get('core.logallrefupdates');
  if (setting?.toLowerCase() === 'always') return true;
  if (config.getBool('core.logallrefupdates') === false) return false;
  return name === 'HEAD' || /^refs\/(heads|remotes|notes)\//.test(name);
}
