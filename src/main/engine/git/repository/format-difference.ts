import { EngineError } from '../../errors';
import type { Repository } from './repository';

type Named = Pick<Repository, 'folder' | 'objects'>;

/**
 * Why nothing can go between two clones, where their objects are named in different ways: the same file has another id
 * in each, so that neither has anything that the other refers to. Null where they are named alike.
 * @param name what the other one is called
 */
export function formatDifference(
  clone: Named,
  other: Named,
  name = other.folder,
): EngineError<'object-formats-differ'> | null {
  const [format, otherFormat] = [clone.objects.format, other.objects.format];
  if (format === otherFormat) return null;
  return new EngineError('object-formats-differ', {
    path: clone.folder,
    format: format.title,
    other: name,
    otherFormat: otherFormat.title,
  });
}

/** @throws EngineError `object-formats-differ`, see {@link formatDifference} */
export function requireSameFormat(clone: Named, other: Named, name?: string): void {
  const difference = formatDifference(clone, other, name);
  if (difference) throw difference;
}
