import { rmSync } from 'node:fs';
import type { NewObject, ObjectId, ObjectType } from '../model';
import type { DiskStore } from '../repository/repository';
import { settleFiles } from './settle-files';
import { writeLooseObjects } from './write-loose';
import { writePack } from './write-pack';

/** From this many new objects on, one pack is better than files: two fsyncs instead of one per object. */
const packFrom = 32;

/**
 * Makes objects durable in a clone: when it returns, all of them survive a power cut. Those the clone has already
 * are not written again (but made durable and young). The order of `objects` is kept within a kind; files, folders
 * and commits appear in that order, so that nobody sees a commit without its content.
 * @param objects with correct ids; taken one by one
 * @param pin makes refs need them. `git repack -ad` removes packed objects that no ref needs; until `pin` has returned
 * ours are kept from that by git's own means, a `.keep` beside the pack
 * @returns how many were new
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`; only whole objects are left behind then
 */
export function persistObjects(store: DiskStore, objects: Iterable<NewObject>, pin?: () => void): number {
  const known = new Set<string>(); // files with objects that are there already
  const fresh = newOnes(store, objects, known);
  const few: NewObject[] = [];
  let count = 0;
  let keep: string | undefined;
  for (let next = fresh.next(); !next.done; next = fresh.next()) {
    few.push(next.value);
    if (few.length === packFrom) {
      const pack = writePack(store, chain(few, fresh), pin !== undefined);
      count = pack.count;
      keep = `${pack.path}.keep`;
      few.length = 0;
      store.refresh();
      break;
    }
  }
  if (few.length > 0) {
    writeLooseObjects(store.folder, inOrderOfUse(few), true);
    count = few.length;
  }
  try {
    settleFiles(known);
    pin?.();
  } finally {
    if (pin && keep) rmSync(keep, { force: true });
  }
  return count;
}

function* newOnes(store: DiskStore, objects: Iterable<NewObject>, known: Set<string>): Generator<NewObject> {
  const seen = new Set<ObjectId>();
  store.refresh();
  for (const object of objects) {
    if (seen.has(object.id)) continue;
    seen.add(object.id);
    const file = store.listedFileOf(object.id);
    if (file === null) yield object;
    else known.add(file);
  }
}

function* chain<T>(first: readonly T[], rest: Iterable<T>): Generator<T> {
  yield* [...first];
  yield* rest;
}

const rank: Readonly<Record<ObjectType, number>> = { blob: 0, tree: 1, commit: 2, tag: 3 };
const inOrderOfUse = (objects: readonly NewObject[]): NewObject[] =>
  [...objects].sort((a, b) => rank[a.type] - rank[b.type]);
