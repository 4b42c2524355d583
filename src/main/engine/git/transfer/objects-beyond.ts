import { isError } from '../../errors';
import { commitsBetween } from '../history/commits-between';
import type { ObjectId, ObjectReader } from '../model';
import { listRefs } from '../refs/list-refs';
import type { Repository } from '../repository/repository';
import { missingObjects } from './missing-objects';

/**
 * The objects that `tip` needs and the histories of `known` need not have, each after what it refers to. Some of them
 * may be in older commits of `known` all the same.
 * @param known commits whose whole history is taken to be there
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function objectsBeyond(reader: ObjectReader, tip: ObjectId, known: readonly ObjectId[]): ObjectId[] {
  const beyond = commitsBetween(reader, tip, known);
  if (beyond.length === 0) return [];
  const fresh = new Set(beyond.map(({ id }) => id));
  const there = new Set<ObjectId>();
  for (const { parents } of beyond)
    for (const parent of parents) if (!fresh.has(parent)) there.add(parent).add(reader.commit(parent).tree);
  return missingObjects(reader, [tip], (id) => there.has(id));
}

/** The commits that refs of a clone name: what these reach is whole, or the clone is broken already. */
export function knownCommits(repository: Repository): ObjectId[] {
  const ids = new Set(listRefs(repository, 'refs').map(({ id }) => id));
  return [...ids].filter((id) => repository.objects.has(id) && repository.objects.read(id).type === 'commit');
}

/**
 * The first object that `tip` needs and a clone lacks; null when it has all, as after a fetch that kept its promise.
 * A partial clone need not have files: those that are not here are promised by the server that gave their folder.
 * @throws EngineError `object-damaged`
 */
export function findMissing(repository: Repository, tip: ObjectId): ObjectId | null {
  const { objects } = repository;
  if (!objects.has(tip)) return tip;
  try {
    const ids = objectsBeyond(objects, tip, knownCommits(repository));
    if (repository.promised) return null; // the walk has read all commits and folders
    return ids.find((id) => objects.listedFileOf(id) === null) ?? null;
  } catch (cause) {
    if (isError(cause, 'object-missing')) return cause.data.id;
    throw cause;
  }
}
