import { readItemName } from '../artifacts/item-name';
import type { PastItem } from '../deletions/item-history';
import type { CheckInput } from './check-input';

/** What an item that is gone was called: by what its artifact last said, else by the name of its file. */
export function pastName(
  { store }: Pick<CheckInput, 'store'>,
  { path, blob }: Pick<PastItem, 'path' | 'blob'>,
): string {
  const name = store.has(blob) ? readItemName(path, store.blob(blob))?.name : undefined;
  return name ?? path.slice(path.lastIndexOf('/') + 1);
}
