import { existsSync } from 'node:fs';
import { fail, isFromOutside, toErrorAnswer } from '../errors';
import type { EnvironmentHome } from '../environments/identity';
import type { ObjectId } from '../git/model';
import { readRef } from '../git/refs/read-ref';
import type { Clock } from '../ports';
import { artifactSetOf, type ArtifactSet } from './artifact-set';
import type { DatabaseRows, EnvironmentDatabase, KnownDatabase } from './database';
import { databaseFile } from './embedded-file';
import { openEmbeddedStore, type EmbeddedStore, type StoredRows } from './embedded-store';
import { extractEmbedded, type Extracted } from './extract-embedded';
import { readSiteDatabase } from './read-site-database';
import { siteDatabasePath, siteDatabaseStamp } from './site-copy';

/** The databases of all environments of this process, each kept as long as its file is the same. */
export interface Databases {
  /**
   * The rows of an environment. Fills the embedded database of a clone that has none yet from its artifacts. What comes
   * from outside is never thrown: then nothing is known, and `problem` says why.
   */
  of(home: EnvironmentHome): EnvironmentDatabase;
  /**
   * Changes the rows of an embedded database in one atomic write; nothing is written when `change` throws or gives back
   * what it got. @throws EngineError `database-read-only`; what the store says
   */
  change(home: EnvironmentHome, change: (rows: DatabaseRows) => DatabaseRows): KnownDatabase;
  /** What kind of database it is, and what a commit has to be extracted into it. */
  targetOf(home: EnvironmentHome, commit: ObjectId): ExtractionTarget;
  /** Fills the database of a clone that has none yet from what a commit has. @throws what the store says */
  fillNew(home: EnvironmentHome, target: ExtractionTarget): void;
  /** @throws EngineError `extraction-failed`; what the store says */
  extractInto(home: EnvironmentHome, target: ExtractionTarget, run: string | null, deep: boolean): Extracted;
}

export interface ExtractionTarget {
  readonly kind: EnvironmentDatabase['kind'];
  readonly commit: ObjectId;
  readonly artifacts: ArtifactSet | null;
}

export interface DatabaseOptions {
  readonly clock: Clock;
  /**
   * Paths of artifacts that a decision deleted in the folder of an environment. Its history has them until somebody
   * saves that; what was taken out of the database for good must not come back by a look in between.
   */
  readonly takenOut?: (home: EnvironmentHome) => ReadonlySet<string>;
}

export function createDatabases({ clock, takenOut = () => new Set() }: DatabaseOptions): Databases {
  const stores = new Map<string, EmbeddedStore>();
  /** Folder of an environment -> its artifacts at one tree: listing them again is not free. */
  const listed = new Map<string, { readonly tree: ObjectId; readonly artifacts: ArtifactSet | null }>();
  const known = new WeakMap<StoredRows, KnownDatabase>();
  /** Rows that were filled as far as their files can be read: a damaged file is not tried again at every look. */
  const filled = new WeakSet<StoredRows>();

  const storeOf = (home: EnvironmentHome): EmbeddedStore => {
    const key = `${home.folder}\n${home.dataFolder}`;
    const store = stores.get(key) ?? openEmbeddedStore(home, clock);
    stores.set(key, store);
    return store;
  };
  const artifactsAt = (home: EnvironmentHome, commit: ObjectId): ArtifactSet | null => {
    const { objects } = home.repository;
    const { tree } = objects.commit(commit);
    const last = listed.get(home.folder);
    if (last?.tree === tree) return last.artifacts;
    const artifacts = artifactSetOf(objects, tree);
    listed.set(home.folder, { tree, artifacts });
    return artifacts;
  };
  const targetOf = (home: EnvironmentHome, commit: ObjectId): ExtractionTarget => {
    const artifacts = without(takenOut(home), artifactsAt(home, commit));
    if (artifacts && siteDatabasePath(home.repository.folder, artifacts.base) !== null)
      return { kind: 'site', commit, artifacts };
    // Without any artifact there is no database, unless there were some.
    const kind = artifacts || existsSync(databaseFile(home.folder)) ? 'embedded' : 'none';
    return { kind, commit, artifacts };
  };
  const asDatabase = (home: EnvironmentHome, stored: StoredRows): KnownDatabase => {
    const database = known.get(stored) ?? {
      known: true,
      kind: 'embedded',
      stamp: `${home.id} ${stored.generation}`,
      items: stored.rows.items,
      content: stored.rows.content,
      extracted: stored.rows.extracted,
      path: databaseFile(home.folder),
      report: stored.report,
    };
    known.set(stored, database);
    return database;
  };
  const fill = (home: EnvironmentHome, target: ExtractionTarget): StoredRows => {
    const options = { run: null, deep: true, take: 'readable', clock } as const;
    const { stored } = extractEmbedded(storeOf(home), home, target, options);
    filled.add(stored);
    return stored;
  };

  /** Path -> what was read of a site's database, as long as none of its files was written since. */
  const sites = new Map<string, KnownDatabase>();
  const siteAt = (path: string): EnvironmentDatabase => {
    const stamp = siteDatabaseStamp(path);
    const last = sites.get(path);
    if (last?.stamp === stamp) return last;
    const database = readSite(path, stamp);
    if (database.known) sites.set(path, database);
    else sites.delete(path);
    return database;
  };

  const of = (home: EnvironmentHome): EnvironmentDatabase => {
    try {
      const commit = readRef(home.repository, home.branch);
      if (commit === null) return { known: false, kind: 'none', problem: null, path: null };
      const target = targetOf(home, commit);
      if (target.kind === 'none') return { known: false, kind: 'none', problem: null, path: null };
      const site = target.artifacts && siteDatabasePath(home.repository.folder, target.artifacts.base);
      if (site !== null) return siteAt(site);
      const stored = storeOf(home).read();
      // A first look at a clone, or a damaged document: its own files say what is in it.
      const isFilled = stored !== null && (stored.rows.extracted !== null || filled.has(stored));
      return asDatabase(home, isFilled ? stored : fill(home, target));
    } catch (cause) {
      if (!isFromOutside(cause)) throw cause;
      return {
        known: false,
        kind: 'embedded',
        problem: toErrorAnswer(cause),
        path: databaseFile(home.folder),
      };
    }
  };

  return {
    of,
    targetOf,
    change(home, change) {
      const { kind } = of(home);
      if (kind !== 'embedded') return fail('database-read-only', { folder: home.repository.folder, kind });
      return asDatabase(home, storeOf(home).change(change));
    },
    fillNew(home, target) {
      if (target.kind === 'embedded' && storeOf(home).read() === null) fill(home, target);
    },
    extractInto: (home, target, run, deep) =>
      extractEmbedded(storeOf(home), home, target, { run, deep, take: 'all', clock }),
  };
}

function readSite(path: string, stamp: string): EnvironmentDatabase {
  try {
    const { items, content } = readSiteDatabase(path);
    return { known: true, kind: 'site', stamp, items, content, extracted: null, path, report: null };
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause;
    return { known: false, kind: 'site', problem: toErrorAnswer(cause), path };
  }
}

const without = (gone: ReadonlySet<string>, artifacts: ArtifactSet | null): ArtifactSet | null =>
  artifacts === null || gone.size === 0
    ? artifacts
    : { ...artifacts, files: new Map([...artifacts.files].filter(([path]) => !gone.has(path))) };
