import { join } from 'node:path';
import * as v from 'valibot';
import { readStoreFile, writeStoreFile, type StoreShape } from '../files/store-file';
import type { Upstream } from '../git/remote/upstream';

/** What is remembered of the last look at a server, so that everything else can go on without asking it. */
export interface ServerNote {
  /** Which server and branch it is about: another one knows nothing yet. */
  readonly url: string;
  readonly ref: string;
  /** Milliseconds since 1970 of the last answer; null when there was none. */
  readonly seenAt: number | null;
  /** Whether it had the branch then. */
  readonly hasBranch: boolean;
  /** Milliseconds since 1970 of the last question, answered or not. */
  readonly askedAt: number;
  /** Why the last question was not answered: code of the error, and its words. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

const shape: StoreShape<ServerNote> = {
  format: 1,
  schema: v.object({
    url: v.string(),
    ref: v.string(),
    seenAt: v.nullable(v.number()),
    hasBranch: v.boolean(),
    askedAt: v.number(),
    problem: v.nullable(v.object({ code: v.string(), message: v.string() })),
  }),
  migrations: [],
  empty: () => {
    throw new Error('a note is never made up');
  },
};

const fileIn = (homeFolder: string): string => join(homeFolder, 'server.json');

/** The note on this very server and branch; null when there is none, or none that can be read: it is only a memory. */
export function readServerNote(homeFolder: string, { url, ref }: Upstream): ServerNote | null {
  const state = readStoreFile(fileIn(homeFolder), shape);
  return state.kind === 'good' && state.content.url === url && state.content.ref === ref
    ? state.content
    : null;
}

/** @throws EngineError `disk-full`, `not-permitted`, `read-only-folder` */
export const writeServerNote = (homeFolder: string, note: ServerNote): void =>
  writeStoreFile(fileIn(homeFolder), shape, note);
