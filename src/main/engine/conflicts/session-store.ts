import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { planKinds, type PlanKind } from '../../../shared/domain/plan-kind';
import type { EngineError } from '../errors';
import { takeShortLock } from '../files/short-lock';
import { readStoreFile, setAside, writeStoreFile, type StoreShape } from '../files/store-file';
import { noDecisions, type Decision, type Decisions } from './decision';

/** What a session is about: the plan between two environments that stopped because both changed the same things. */
export interface SessionEnds {
  readonly kind: PlanKind;
  readonly fromId: string;
  readonly toId: string;
}

/** What was decided so far. It lies in the clone of `to`, so that every app on that clone knows the same. */
export interface StoredSession extends SessionEnds {
  /** Milliseconds since 1970 of the first decision. */
  readonly openedAt: number;
  /** Commits of both sides when something was decided last. */
  readonly heads: { readonly from: string; readonly to: string };
  readonly decisions: readonly Decision[];
}

const keep = v.picklist(['from', 'to', 'both']);
const choice = v.union([
  v.object({ keep }),
  v.object({ edited: v.string() }),
  v.object({ parts: v.record(v.string(), keep) }),
]);
const schema: v.GenericSchema<unknown, StoredSession> = v.object({
  kind: v.picklist(planKinds),
  fromId: v.string(),
  toId: v.string(),
  openedAt: v.number(),
  heads: v.object({ from: v.string(), to: v.string() }),
  decisions: v.array(
    v.object({ key: v.string(), path: v.string(), choice, who: v.string(), at: v.number() }),
  ),
});

const shapeOf = (ends: SessionEnds): StoreShape<StoredSession> => ({
  format: 1,
  schema,
  migrations: [],
  empty: () => ({ ...ends, openedAt: 0, heads: { from: '', to: '' }, decisions: [] }),
});

/** Where the sessions of an environment are, in its own folder in the clone. */
const folderOf = (homeFolder: string): string => join(homeFolder, 'conflicts');

/** Names a session: 12 hex digits, the same in every app. */
export const sessionId = ({ kind, fromId, toId }: SessionEnds): string =>
  createHash('sha256').update(`${kind} ${fromId} ${toId}`).digest('hex').slice(0, 12);

const pathOf = (homeFolder: string, ends: SessionEnds): string =>
  join(folderOf(homeFolder), `${sessionId(ends)}.json`);

/**
 * What was decided between two environments; null where nothing was, or where what was written cannot be read.
 * @param homeFolder of the environment that receives
 * @throws EngineError `store-too-new`, `not-permitted`
 */
export function readSession(homeFolder: string, ends: SessionEnds): StoredSession | null {
  const state = readStoreFile(pathOf(homeFolder, ends), shapeOf(ends));
  return state.kind === 'good' ? state.content : null;
}

/** The decisions of {@link readSession} by key. */
export function readDecisions(homeFolder: string, ends: SessionEnds): Decisions {
  const decisions = readSession(homeFolder, ends)?.decisions ?? [];
  return decisions.length === 0
    ? noDecisions
    : new Map(decisions.map((decision) => [decision.key, decision]));
}

/** All sessions of an environment that receives. */
export function listSessions(homeFolder: string): StoredSession[] {
  const folder = folderOf(homeFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const state = readStoreFile(join(folder, name), shapeOf({ kind: 'deploy', fromId: '', toId: '' }));
      return state.kind === 'good' ? [state.content] : [];
    });
}

/**
 * Changes what was decided so that no process loses another's decision: read again under a short lock, and written
 * atomically. A file that cannot be read is set aside, not overwritten.
 * @returns the report of such a file; null where there was none
 * @throws EngineError `lock-held`, `disk-full`, `read-only-folder`, `store-too-new`
 */
export function updateSession(
  homeFolder: string,
  ends: SessionEnds,
  update: (before: StoredSession) => StoredSession,
): EngineError<'store-damaged'> | null {
  const path = pathOf(homeFolder, ends);
  const shape = shapeOf(ends);
  let report: EngineError<'store-damaged'> | null = null;
  const tryOnce = (isOurs: () => boolean): boolean => {
    const state = readStoreFile(path, shape);
    if (state.kind === 'damaged') report = setAside(path, shape, state.bytes);
    const next = update(state.kind === 'good' ? state.content : shape.empty());
    // A process that stood still for long may have lost the lock, and another may have written.
    if (!isOurs()) return false;
    writeStoreFile(path, shape, next);
    return true;
  };
  while (!withLock(path, tryOnce));
  return report;
}

/** Forgets what was decided. Nothing else was ever written, so that everything is as it was. */
export function removeSession(homeFolder: string, ends: SessionEnds): void {
  const path = pathOf(homeFolder, ends);
  if (!existsSync(path)) return;
  withLock(path, () => rmSync(path, { force: true }));
}

function withLock<T>(path: string, work: (isOurs: () => boolean) => T): T {
  const lock = takeShortLock(`${path}.lock`);
  try {
    return work(() => lock.isOurs());
  } finally {
    lock.release();
  }
}
