import type { ObjectId, ObjectStore } from '../model';
import type { GitConfig } from './config';
import type { Programs } from './programs';
import type { Promised } from './promised';

/** One opened clone. Long-lived: its object store keeps caches, everything else is read when asked for. */
export interface Repository {
  /** Real path of the working tree. */
  readonly folder: string;
  /** Where HEAD and the index of this working tree are. */
  readonly gitDir: string;
  /** Where objects, refs and config are: the same as gitDir, except in a linked folder (git worktree). */
  readonly commonDir: string;
  readonly isLinked: boolean;
  /** What it was opened with: HOME and XDG_CONFIG_HOME say where a person's own ignore and attribute files are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly objects: DiskStore;
  /** What a partial clone has left with its servers; null for a full one. Reading a missing object loads it. */
  readonly promised: Promised | null;
  /** Reads the merged configuration (system, global, local, worktree); re-read when a file of it changed. */
  config(): GitConfig;
  /** Filters and encodings, through the user's own git where that is there and allowed. */
  readonly programs: Programs;
}

/** The objects of a clone on disk. `write` makes a loose object that is not yet fsynced. */
export interface DiskStore extends ObjectStore {
  /** `objects` folder of the clone itself; alternates are read only. */
  readonly folder: string;
  /** The file that holds an object (its loose file, or the pack), or null. */
  fileOf(id: ObjectId): string | null;
  /**
   * The same by the packs as they were listed last (see `refresh`): for asking about many objects that are mostly
   * new, where each miss would list the packs again.
   */
  listedFileOf(id: ObjectId): string | null;
  /** Forgets which packs and loose objects there are, after another program may have repacked. */
  refresh(): void;
  /** Closes files and drops caches; the store opens again by itself when used. */
  close(): void;
}
