import { diffTrees, type TreeChange } from '../../../../src/main/engine/git/merge/diff-trees';
import {
  FileMode,
  type ObjectId,
  type ObjectReader,
  type TreeEntry,
} from '../../../../src/main/engine/git/model';
import { isUtf16 } from './random-versions';

/** What a merge has to do with; counted, so that a generator which never makes a case shows. */
export function featuresOf(
  reader: ObjectReader,
  base: ObjectId,
  sides: readonly [ours: ObjectId, theirs: ObjectId],
): Set<string> {
  const [ours, theirs] = sides.map((side) => diffTrees(reader, base, side));
  const found = new Set<string>();
  for (const changes of [ours ?? [], theirs ?? []]) addFeatures(reader, changes, found);
  const there = new Map((theirs ?? []).map((change) => [change.path, change]));
  for (const one of ours ?? []) {
    const other = there.get(one.path);
    if (one.from && one.to && other?.to && one.to.id !== other.to.id)
      for (const kind of kindsOf(reader, one.to)) found.add(`${kind} on both sides`);
  }
  return found;
}

const isFile = (entry: TreeEntry | undefined): entry is TreeEntry => (entry?.mode ?? 0) >> 12 === 8;

function addFeatures(reader: ObjectReader, changes: readonly TreeChange[], found: Set<string>): void {
  const gone = changes.filter(({ to }) => !to);
  const added = changes.filter(({ from }) => !from);
  for (const { from, to } of changes) {
    if (isFile(from) && isFile(to) && from.mode !== to.mode) found.add('mode');
    for (const entry of [from, to]) for (const kind of kindsOf(reader, entry)) found.add(kind);
  }
  const addedIds = new Set(added.map(({ to }) => to?.id));
  for (const { path, from } of gone) {
    found.add(addedIds.has(from?.id) ? 'exact rename' : 'delete');
    if (added.some(({ path: other }) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)))
      found.add('file/directory swap');
    if (!addedIds.has(from?.id) && added.some(({ to }) => areSimilar(reader, from, to)))
      found.add('similar rename');
  }
}

function* kindsOf(reader: ObjectReader, entry: TreeEntry | undefined): Generator<string> {
  if (entry?.mode === FileMode.symlink) yield 'symlink';
  if (entry?.mode === FileMode.submodule) yield 'submodule';
  if (!isFile(entry)) return;
  const bytes = reader.blob(entry.id);
  if (isUtf16(bytes)) yield 'UTF-16';
  else if (bytes.includes(0)) yield 'binary';
  else {
    if (bytes.includes(0xe9)) yield 'Latin-1';
    if (bytes.includes('\r\n')) yield 'CRLF';
  }
}

/** At least half of the lines are in the other file, too. */
function areSimilar(reader: ObjectReader, a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  if (!isFile(a) || !isFile(b)) return false;
  const [one = [], other = []] = [a, b].map(({ id }) => reader.blob(id).toString('latin1').split('\n'));
  const shared = one.filter((line) => line !== '' && other.includes(line)).length;
  return shared > 1 && shared * 2 > Math.max(one.length, other.length);
}
