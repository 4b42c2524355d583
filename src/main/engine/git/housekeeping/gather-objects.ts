import { existsSync, rmSync } from 'node:fs';
import { isError, systemCode } from '../../errors';
import type { NewObject, ObjectId, ObjectReader } from '../model';
import type { ObjectFormat } from '../object-format';
import { readPackIndex } from '../objects/pack-index';
import { verifyObject } from '../objects/verify-object';
import { writePack } from '../objects/write-pack';
import type { Repository } from '../repository/repository';
import { estimateLoose, looseFiles, type LooseFile } from './loose-files';
import { indexOfWholeObjects, packStamp, smallPacks, type SmallPack } from './small-packs';
import { sweepLeftovers } from './sweep-leftovers';

/** What was gathered into one new pack, and is gone as what it was. */
export interface Gathered {
  readonly packs: number;
  readonly loose: number;
}

/** From here on reading gets slower: every pack is asked in turn, every loose object is a file to open. */
const mostPacks = 6;
const mostLoose = 1000;

/** What a call gathers at least: less is not worth a new pack. */
const fewestPacks = 4;
const fewestLoose = mostLoose / 2;

/** Work of one call, less than a second; what is more is left for the next ones. */
const workLimit = { count: 5000, bytes: 16 * 1024 * 1024 };

/**
 * When small packs or loose objects have piled up, writes them together as one new pack, and only when that is durable
 * removes what it replaces. Beside native git and other Laneways, whatever they do at the same time:
 * - Removed is only what is in the new pack, as its index on disk says, and only as it was when it was looked at. The
 *   name of every pack is new (see writePack). So the newest pack that has an object is never removed here, and a
 *   gathering needs no lock.
 * - Who has an old pack open goes on reading it; who looks for it looks for packs again, as after `git repack`.
 * - A crash at any point leaves objects twice, or a temporary file; both are cleared away later.
 *
 * Packs with deltas are native git's and stay, as do those with a `.keep`, all of borrowed stores (alternates), and
 * objects that cannot be read. Whether anything needs an object is not asked: all are kept. What nothing uses expires
 * by native `git gc`, which counts from the day it was gathered.
 * @returns null when nothing has piled up; zeros when something has, but none of it can be gathered
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`; everything is as before then
 */
export function gatherObjects(repository: Pick<Repository, 'objects'>): Gathered | null {
  const { objects } = repository;
  const packFolder = `${objects.folder}/pack`;
  const packs = smallPacks(packFolder, objects.format);
  if (packs.length <= mostPacks && estimateLoose(objects) <= mostLoose) return null;
  sweepLeftovers(packFolder);
  const loose = looseFiles(objects, workLimit);
  const chosen = choosePacks(packs, loose.length, objects.format);
  if (chosen.length < fewestPacks && loose.length < fewestLoose) return { packs: 0, loose: 0 };
  objects.refresh();
  const ids = new Set([...loose.map(({ id }) => id), ...chosen.flatMap((pack) => pack.ids)]);
  const written = writePack(objects, readable(objects, ids));
  if (written.count === 0) {
    for (const ending of ['pack', 'idx']) rmSync(`${written.path}.${ending}`, { force: true });
    return { packs: 0, loose: 0 };
  }
  const index = readPackIndex(`${written.path}.idx`, objects.format);
  const has = (id: ObjectId): boolean => index.find(Buffer.from(id, 'hex')) >= 0;
  const gathered = {
    packs: chosen.filter((pack) => pack.ids.every(has) && removePack(pack)).length,
    loose: loose.filter((file) => has(file.id) && removeLoose(file)).length,
  };
  objects.refresh();
  return gathered;
}

interface ChosenPack extends SmallPack {
  readonly ids: readonly ObjectId[];
}

function choosePacks(packs: readonly SmallPack[], looseCount: number, format: ObjectFormat): ChosenPack[] {
  const chosen: ChosenPack[] = [];
  let count = looseCount;
  let bytes = 0;
  for (const pack of packs.slice(0, crowdedPacks(packs, looseCount))) {
    count += pack.count;
    bytes += pack.sizeBytes;
    if (count > workLimit.count || bytes > workLimit.bytes) break;
    const index = indexOfWholeObjects(pack, format);
    if (index !== null) chosen.push({ ...pack, ids: [...index.ids()] });
  }
  return chosen;
}

/**
 * How many of the packs, the smallest first, are to become one, so that those that remain have at least twice as many
 * objects each as the one before: then there are few, and each object is written again only a few times, however often
 * packs are gathered. The idea is that of `git repack --geometric`.
 * @see https://git-scm.com/docs/git-repack "--geometric"
 */
export function crowdedPacks(packs: readonly Pick<SmallPack, 'count'>[], looseCount: number): number {
  const countAt = (at: number): number => packs[at]?.count ?? 0;
  let crowded = packs.length;
  while (crowded > 1 && countAt(crowded - 1) >= 2 * countAt(crowded - 2)) crowded--;
  if (crowded === 1) crowded = 0; // already so
  let sum = packs.slice(0, crowded).reduce((all, { count }) => all + count, looseCount);
  while (crowded < packs.length && countAt(crowded) < 2 * sum) sum += countAt(crowded++);
  return crowded;
}

/** Each is hashed on its way: damage is not carried into the new pack, and stays where it can be seen. */
function* readable(objects: ObjectReader, ids: Iterable<ObjectId>): Generator<NewObject> {
  for (const id of ids) {
    try {
      yield { id, ...verifyObject(objects, id) };
    } catch (cause) {
      // Damaged, or removed by native git meanwhile: then nothing that holds it is removed here.
      if (!isError(cause, 'object-damaged') && !isError(cause, 'object-missing')) throw cause;
    }
  }
}

/** The pack first: an index without its pack is passed over by everybody, and swept later. */
function removePack({ path, stamp }: SmallPack): boolean {
  const isAsSeen = packStamp(path)?.stamp === stamp && !existsSync(`${path}.keep`);
  return isAsSeen && remove(`${path}.pack`) && remove(`${path}.idx`);
}

const removeLoose = ({ path }: LooseFile): boolean => remove(path);

/** Where another program holds a file (Windows), or has made it its own, it stays: it is only there twice then. */
function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch (cause) {
    if (['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}
