import { join } from 'node:path';
import * as v from 'valibot';
import type { ExtractionState } from '../../../shared/domain/database';
import { objectIdPattern } from '../../../shared/domain/object-id';
import type { LeftHere } from '../../../shared/domain/plan';
import { readStoreFile } from '../files/store-file';
import type { StoreShape, StoredState } from '../files/store-file';
import type { ObjectId } from '../git/model';

/** What was decided about new files of one folder that are not carried without asking. */
export interface NewFileDecision {
  /** Relative to the environment, '' for its top. */
  readonly folder: string;
  readonly reason: LeftHere['reason'];
  readonly decision: 'include' | 'leave';
}

/** Another environment has something that this one lacks, because it could not be brought over at the time. */
export interface SyncNeeded {
  readonly fromEnvironmentId: string;
  readonly fromName: string;
  readonly count: number;
  readonly conflicts: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The environment that this one was synced with last: its parent, whose news it should have before it sends. */
export interface Follows {
  readonly environmentId: string;
  readonly name: string;
  /** Milliseconds since 1970 of that sync. */
  readonly at: number;
}

/** Somebody's version of a file that was written while a run went on, kept aside. */
export interface LateEdit {
  readonly run: string;
  readonly path: string;
  readonly savedAs: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What an environment knows of itself; it lies in the clone, so that every app on that clone knows the same. */
export interface EnvironmentData {
  /** Counts up with every write, over all apps. */
  readonly generation: number;
  /** Milliseconds since 1970 of that write. */
  readonly savedAt: number;
  readonly id: string;
  /** Full name, `refs/heads/...`. */
  readonly branch: string;
  /** Where the working folder and the clone were last: by it a copy is told from a move. */
  readonly realPath: string;
  readonly commonDir: string;
  /** Of the working folder; decimal strings, because inodes exceed 2^53. */
  readonly device: string;
  readonly inode: string;
  /** The result of the last run into this environment. */
  readonly deployedCommit: ObjectId | null;
  /** Milliseconds since 1970. */
  readonly deployedAt: number | null;
  readonly newFileDecisions: readonly NewFileDecision[];
  readonly syncNeeded: SyncNeeded | null;
  /** Null where it was never synced. */
  readonly follows: Follows | null;
  readonly lateEdits: readonly LateEdit[];
  /** The deployed commit of which a person said that leaving it out of the history was meant. */
  readonly acceptedRewriteOf: ObjectId | null;
  /** How far its database follows; null where nothing is known of it yet. */
  readonly extraction: ExtractionState | null;
}

const reasons: readonly LeftHere['reason'][] = [
  'unknown-kind',
  'large-file',
  'many-new-files',
  'looks-secret',
  'nested-repository',
];
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const objectId = v.pipe(v.string(), v.regex(objectIdPattern));
/** It names a folder, too: nothing that could lead elsewhere. */
const environmentId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z-]*$/));

const environmentSchema: v.GenericSchema<unknown, EnvironmentData> = v.object({
  generation: count,
  savedAt: v.number(),
  id: environmentId,
  branch: v.pipe(v.string(), v.startsWith('refs/heads/')),
  realPath: v.string(),
  commonDir: v.string(),
  device: v.string(),
  inode: v.string(),
  deployedCommit: v.nullable(objectId),
  deployedAt: v.nullable(v.number()),
  newFileDecisions: v.array(
    v.object({ folder: v.string(), reason: v.picklist(reasons), decision: v.picklist(['include', 'leave']) }),
  ),
  syncNeeded: v.nullable(
    v.object({
      fromEnvironmentId: v.string(),
      fromName: v.string(),
      count,
      conflicts: count,
      at: v.number(),
    }),
  ),
  follows: v.optional(
    v.nullable(v.object({ environmentId: v.string(), name: v.string(), at: v.number() })),
    null,
  ),
  lateEdits: v.array(v.object({ run: v.string(), path: v.string(), savedAs: v.string(), at: v.number() })),
  acceptedRewriteOf: v.nullable(objectId),
  extraction: v.optional(
    v.nullable(
      v.object({
        commit: v.nullable(objectId),
        at: v.nullable(v.number()),
        waiting: v.nullable(
          v.object({
            kind: v.picklist(['site', 'failed']),
            commit: objectId,
            since: v.number(),
            reason: v.nullable(v.string()),
            asked: v.nullable(v.number()),
          }),
        ),
      }),
    ),
    null,
  ),
});

/** The document, with what stands in its place when neither it nor anything older can be read. */
export const environmentShape = (empty: () => EnvironmentData): StoreShape<EnvironmentData> => ({
  format: 1,
  schema: environmentSchema,
  migrations: [],
  empty,
});

const readOnlyShape = environmentShape(() => {
  throw new Error('an environment is never made up while it is read');
});

/** The folder of everything that Laneway keeps in a clone. */
export const lanewayFolder = (commonDir: string): string => join(commonDir, 'laneway');

/** The document of an environment, in its own folder. */
export const environmentFile = (folder: string): string => join(folder, 'environment.json');

/**
 * Reads and checks one version of the document; changes nothing.
 * @throws EngineError `store-too-new`, `not-permitted`
 */
export const readEnvironmentFile = (path: string): StoredState<EnvironmentData> =>
  readStoreFile(path, readOnlyShape);
