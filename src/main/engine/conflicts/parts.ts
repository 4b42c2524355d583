import type { ConflictPart, Keep } from '../../../shared/domain/conflict';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { ObjectId, ObjectReader } from '../git/model';
import { isText, possibleKeeps } from './possible-keeps';
import { textPlaces } from './text-places';

/** A part of a file on which both sides disagree, before anybody decides. */
type Part = Omit<ConflictPart, 'decision'>;

/** A file that can be decided part by part. */
export interface Parts {
  readonly list: readonly Part[];
  /** The file with what was chosen; null while a part is open. */
  join(chosen: Readonly<Record<string, Keep>>): Buffer | null;
}

/** What merges files of a kind by meaning, and can say on which properties both sides disagree; null where it cannot. */
export type MeaningParts = (path: string, base: Buffer | null, ours: Buffer, theirs: Buffer) => Parts | null;

/**
 * What a person can keep of a conflict as a whole: of what is merged by meaning never both texts one after the other,
 * because nobody could read that. See {@link possibleKeeps}.
 */
export function keepsOf(
  reader: ObjectReader,
  merged: ObjectId,
  conflict: MergeConflict,
  isItem: boolean,
  byMeaning: MeaningParts,
): ReturnType<typeof possibleKeeps> {
  const possible = possibleKeeps(reader, merged, conflict, isItem);
  const versions = possible.keeps.includes('both') ? textsOf(reader, conflict) : null;
  if (!versions || byMeaning(conflict.path, ...versions) === null) return possible;
  return { ...possible, keeps: possible.keeps.filter((keep) => keep !== 'both') };
}

/** The three versions of a text; null where the conflict is about something else. */
function textsOf(
  reader: ObjectReader,
  conflict: MergeConflict,
): readonly [base: Buffer | null, ours: Buffer, theirs: Buffer] | null {
  const { type, base, ours, theirs } = conflict;
  if ((type !== 'content' && type !== 'add/add') || !ours || !theirs || !isText(reader, conflict))
    return null;
  return [base ? reader.blob(base.id) : null, reader.blob(ours.id), reader.blob(theirs.id)];
}

/** The parts of a conflict: properties of an item, or places in a text; null where it can be decided as a whole only. */
export function partsOf(
  reader: ObjectReader,
  conflict: MergeConflict,
  byMeaning: MeaningParts,
): Parts | null {
  const versions = textsOf(reader, conflict);
  return versions && (byMeaning(conflict.path, ...versions) ?? places(...versions));
}

function places(base: Buffer | null, ours: Buffer, theirs: Buffer): Parts | null {
  const text = textPlaces(base, ours, theirs);
  if (text.places.length === 0) return null;
  return {
    list: text.places.map(({ line, lines, from, to }, at) => ({
      id: String(at + 1),
      about: lines > 1 ? `Lines ${line} to ${line + lines - 1}` : `Line ${line}`,
      was: null,
      from: from === '' ? null : from,
      to: to === '' ? null : to,
      keeps: from === '' || to === '' ? ['from', 'to'] : ['from', 'to', 'both'],
    })),
    join(chosen) {
      const keeps = text.places.map((_place, at) => chosen[String(at + 1)]);
      return keeps.every((keep) => keep !== undefined) ? text.join(keeps) : null;
    },
  };
}
