import { statSync } from 'node:fs';
import type { ObjectId } from '../model';
import type { DiskStore } from '../repository/repository';
import { namesIn } from './small-packs';

export interface LooseFile {
  readonly id: ObjectId;
  readonly path: string;
}

export interface LooseLimits {
  readonly count: number;
  /** Of the files together. */
  readonly bytes: number;
}

/** A large file is found as fast as it lies; to copy it into a pack gains nothing. */
const largestBytes = 1024 * 1024;

const folders = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
const sampled = folders.filter((_, i) => i % 16 === 0);

/** The store's own folder, and how long the names in it are. */
type LoosePlace = Pick<DiskStore, 'folder' | 'format'>;

/** The first two digits of an id are the folder, the others the name. */
const namesOfObjects = ({ folder, format }: LoosePlace, start: string): string[] =>
  namesIn(`${folder}/${start}`).filter(
    (name) => name.length === format.idDigits - 2 && /^[0-9a-f]+$/.test(name),
  );

/** About how many loose objects there are, from every sixteenth folder: ids are spread evenly. */
export function estimateLoose(place: LoosePlace): number {
  const found = sampled.map((folder) => namesOfObjects(place, folder).length);
  return found.reduce((sum, count) => sum + count, 0) * (folders.length / sampled.length);
}

/** Loose objects of a clone, by id, until a limit is reached. */
export function looseFiles(place: LoosePlace, limits: LooseLimits): LooseFile[] {
  const files: LooseFile[] = [];
  let bytes = 0;
  for (const folder of folders)
    for (const name of namesOfObjects(place, folder)) {
      if (files.length >= limits.count || bytes >= limits.bytes) return files;
      const path = `${place.folder}/${folder}/${name}`;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() !== true || stats.size > largestBytes) continue;
      bytes += stats.size;
      files.push({ id: folder + name, path });
    }
  return files;
}
