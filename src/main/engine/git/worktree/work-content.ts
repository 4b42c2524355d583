import { isError } from '../../errors';
import { readFullIndex } from '../index/full-index';
import { FileMode, type ObjectReader, type TreeEntry } from '../model';
import { hashObject } from '../objects/hash-object';
import { systemPath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';
import type { Repository } from '../repository/repository';
import { workTreeAttributes, type AttributeReader } from '../status/attribute-source';
import { workMode } from '../status/compare-work';
import { conversionsBy, type Conversions } from '../status/conversions';
import { beforePrograms, toGit, toWorktree } from '../status/convert';
import { workSettings, type WorkSettings } from '../status/work-settings';
import type { TreeChange } from '../merge/diff-trees';
import { readWorkFile, type WorkFile } from './read-work-file';

/** Files of a working tree as git sees them, under the attributes that one side of the changes has. */
export interface WorkContent {
  /** The file at `whole` if it is there and git would store it as exactly `entry`; else null. */
  fileThatIs(whole: string | Buffer, path: string, entry: TreeEntry): WorkFile | null;
  /** What git would store of a file: null for what cannot be read in peace, and for what is no file. */
  inGit(whole: string | Buffer, path: string, expected: TreeEntry | undefined): StoredForm | null;
  /** What the new blobs are in the folder, asked of their programs together. @throws EngineError `git-failed`, `cancelled` */
  prepare(changes: readonly TreeChange[], reader: ObjectReader, signal?: AbortSignal): Promise<void>;
  /** A blob as it is written. */
  outOfGit(blob: Buffer, path: string, mode: number): Buffer;
  readonly conversions: Conversions;
  readonly settings: WorkSettings;
}

export interface StoredForm extends TreeEntry {
  readonly bytes: Buffer;
  readonly file: WorkFile;
}

/**
 * @param side whose `.gitattributes` count where they change: `from` for what lies there, `to` for what is brought.
 */
export function workContent(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
  side: 'from' | 'to',
): WorkContent {
  const { format } = repository.objects;
  const settings = workSettings(repository.config());
  const conversions = conversionsBy(
    repository,
    settings,
    attributesOfSide(repository, reader, changes, side),
  );
  const keepsBytes = (mode: number): boolean => mode === FileMode.symlink;

  const inGit: WorkContent['inGit'] = (whole, path, expected) => {
    const file = settledFile(whole, path);
    if (!file) return null;
    const mode = workMode(file.stat, expected?.mode ?? 0, settings);
    if (mode === null) return null;
    const blob = (): Buffer | null =>
      expected && expected.mode !== FileMode.submodule ? reader.blob(expected.id) : null;
    const bytes = keepsBytes(mode) ? file.bytes : toGit(file.bytes, conversions(path), blob);
    return { mode, id: hashObject(format, 'blob', bytes), bytes, file };
  };
  return {
    settings,
    conversions,
    inGit,
    fileThatIs(whole, path, entry) {
      const stored = inGit(whole, path, entry);
      return stored?.id === entry.id && stored.mode === entry.mode ? stored.file : null;
    },
    async prepare(wanted, objects, signal) {
      const through = wanted.flatMap(({ path, to }) => {
        const conversion = to && isRegular(to.mode) ? conversions(path) : null;
        return conversion?.through && to ? [{ conversion, use: conversion.through.use, id: to.id }] : [];
      });
      if (through.length === 0) return;
      const files = function* (): Generator<{ use: ProgramUse; bytes: Buffer }> {
        for (const { conversion, use, id } of through)
          yield { use, bytes: beforePrograms(objects.blob(id), conversion, format) };
      };
      await repository.programs.smudgeAll(files(), signal);
    },
    outOfGit: (blob, path, mode) => (keepsBytes(mode) ? blob : toWorktree(blob, conversions(path), format)),
  };
}

const attempts = 3;

function settledFile(whole: string | Buffer, path: string): WorkFile | null {
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const file = readWorkFile(whole, path);
      if (file !== 'moving') return file;
    }
    return null;
  } catch (cause) {
    if (isError(cause, 'file-unreadable')) return null; // not what is expected, then; it is set aside unread
    throw cause;
  }
}

function attributesOfSide(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
  side: 'from' | 'to',
): AttributeReader {
  const changed = new Map(
    changes.filter(({ path }) => isAttributesFile(path)).map((change) => [change.path, change]),
  );
  const rest = workTreeAttributes(repository, readFullIndex(repository));
  return (path) => {
    const change = changed.get(path);
    if (!change) return rest(path);
    const entry = change[side];
    return entry && isRegular(entry.mode) ? reader.blob(entry.id) : null;
  };
}

const isRegular = (mode: number): boolean => (mode & 0o170000) === 0o100000;

export const isAttributesFile = (path: string): boolean => /(^|\/)\.gitattributes$/.test(path);

/** Where a path lies. */
export const wholePath = (repository: Pick<Repository, 'folder'>, path: string): string | Buffer =>
  systemPath(repository.folder, path);
