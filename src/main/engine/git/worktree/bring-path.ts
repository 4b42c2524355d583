import { mkdirSync } from 'node:fs';
import { fail, isError, systemCode } from '../../errors';
import { statDataOf, type StatData } from '../index/index-entry';
import type { TreeChange } from '../merge/diff-trees';
import { FileMode, sameEntry, type ObjectReader, type TreeEntry } from '../model';
import { hashObject } from '../objects/hash-object';
import type { Repository } from '../repository/repository';
import type { AsidePlace, AsidePlaces } from './aside';
import { lookAbove, makeFoldersAbove, removeHollowFolder } from './folders';
import type { LateEdit, LateVerdict } from './late-edit';
import { isAbsent, lookAt } from './lstat';
import { putFile, putLink } from './put-file';
import { wholePath, type WorkContent } from './work-content';

export interface Bringing {
  readonly repository: Repository;
  readonly reader: ObjectReader;
  readonly places: AsidePlaces;
  /** Reads what lies there under the old attributes, and what is brought under the new ones. */
  readonly before: WorkContent;
  readonly after: WorkContent;
  readonly onLate: (late: LateEdit) => LateVerdict;
  readonly step: (name: string, path: string) => void;
}

/** What the path is to become: an entry whose blob is in the reader, or a late edit's merged content. */
interface Wanted extends TreeEntry {
  readonly content: Buffer | null;
}

const mostAttempts = 20;

/**
 * Brings one path from `from` to `to`, whatever a crashed run has done of it already. What is there is moved aside in
 * one step and only then compared, and the new file gets its name only if the name is free: an edit at any moment is
 * either seen here or lands in the new file.
 * @returns stat of the file when it is exactly `to`; null when it is not there, or somebody's late edit is in it
 * @throws EngineError `files-in-the-way`, `path-unsafe`, `still-being-written`, those of the file system
 */
export function bringPath(bringing: Bringing, change: TreeChange): StatData | null {
  const { repository, step } = bringing;
  const { path, to } = change;
  const whole = wholePath(repository, path);
  const place = bringing.places(path);
  const judged = new Set<string>();
  const late: (string | Buffer)[] = [];
  let wanted: Wanted | undefined = to && { ...to, content: null };
  const judgeNew = (): void => {
    for (const copy of place.copies().filter((one) => !judged.has(String(one)))) {
      judged.add(String(copy));
      if (isExpected(bringing, change, copy)) continue;
      wanted = judgeLate(bringing, change, place, copy) ?? wanted;
      late.push(copy);
    }
  };
  const done = (stat: StatData | null): StatData | null => {
    for (const copy of late) place.settle(copy); // kept, and what follows from it is in place
    return stat;
  };
  judgeNew();
  const placed = place.placed();
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    step('look', path);
    const there = lookThere(bringing, path, whole, wanted !== undefined);
    if (there === 'nothing') {
      if (!wanted) return done(null);
      if (attempt === 0 && wasDeletedLate(change, place))
        bringing.onLate({ path, from: change.from, to, late: null, savedAs: null });
      makeFoldersAbove(repository.folder, path);
      if (wanted.content) place.notePlaced(wanted);
      step('put', path);
      const stat = put(bringing, path, whole, place, wanted);
      if (stat !== 'taken') return done(wanted.content ? null : stat);
    } else if (there === 'folder') {
      if (!wanted || wanted.mode === FileMode.submodule) return done(null);
      const files = removeHollowFolder(repository.folder, path);
      if (files.length) fail('files-in-the-way', { folder: repository.folder, paths: files });
    } else {
      const already = wanted && bringing.after.fileThatIs(whole, path, wanted);
      if (already) return done(wanted?.content ? null : statDataOf(already.stat));
      if (late.length === 0 && placed && bringing.after.fileThatIs(whole, path, placed)) return null;
      step('take', path);
      takeAside(place, whole);
      step('taken', path);
      judgeNew();
    }
  }
  return fail('still-being-written', { folder: repository.folder, paths: [path] });
}

/**
 * Whether somebody deleted a file before its turn: nothing is there, and nothing of it stands aside, as it would where
 * a crash came between taking and putting. What was planned is written all the same, and it is said (run.md).
 */
const wasDeletedLate = ({ from }: TreeChange, place: AsidePlace): boolean =>
  from !== undefined && from.mode !== FileMode.submodule && place.copies().length === 0;

/** Behind a link or a file nothing of ours can be: nothing to take away, and nothing may be written. */
function lookThere(
  { repository }: Bringing,
  path: string,
  whole: string | Buffer,
  writing: boolean,
): 'nothing' | 'folder' | 'file' {
  const above = lookAbove(repository.folder, path);
  if (above.kind === 'link' && writing) fail('path-unsafe', { path, reason: `"${above.path}" is a link` });
  if (above.kind !== 'folders') return 'nothing';
  const stat = lookAt(whole);
  return !stat ? 'nothing' : stat.isDirectory() ? 'folder' : 'file';
}

function takeAside(place: AsidePlace, whole: string | Buffer): void {
  try {
    place.take(whole);
  } catch (cause) {
    if (!isAbsent(cause)) throw cause; // somebody was quicker: the next look sees what is there
  }
}

/** Whether a copy that was moved aside is the old file, or the new one already. */
function isExpected(
  { before, after }: Bringing,
  { path, from, to }: TreeChange,
  copy: string | Buffer,
): boolean {
  return Boolean((from && before.fileThatIs(copy, path, from)) ?? (to && after.fileThatIs(copy, path, to)));
}

/** Whether something that stands aside was written into after it was compared. */
export function hasLateAside(bringing: Bringing, change: TreeChange): boolean {
  const place = bringing.places(change.path);
  return place.copies().some((copy) => !isExpected(bringing, change, copy));
}

/** Keeps a late edit and asks what follows from it; null: nothing, the predicted file is written. */
function judgeLate(
  bringing: Bringing,
  change: TreeChange,
  place: AsidePlace,
  copy: string | Buffer,
): Wanted | null {
  const { before, onLate, step, reader } = bringing;
  const { path, from, to } = change;
  const savedAs = place.keep(copy);
  step('kept', path);
  const stored = before.inGit(copy, path, from);
  const mergeable = [stored?.mode, from?.mode, to?.mode].every(
    (mode) => mode === undefined || (mode & 0o170000) === 0o100000,
  );
  const late = mergeable && stored ? { bytes: stored.bytes, mode: stored.mode } : null;
  const verdict = onLate({ path, from, to, late, savedAs });
  if (verdict === 'predicted') return null;
  const { mode, content } = verdict;
  const wanted = { mode, id: hashObject(reader.format, 'blob', content), content };
  return sameEntry(wanted, to) ? null : wanted;
}

function put(
  { reader, after, step }: Bringing,
  path: string,
  whole: string | Buffer,
  place: AsidePlace,
  wanted: Wanted,
): StatData | null | 'taken' {
  try {
    if (wanted.mode === FileMode.submodule) return putFolder(whole);
    const blob = wanted.content ?? reader.blob(wanted.id);
    if (wanted.mode === FileMode.symlink && after.settings.symlinks) return putLink(whole, blob);
    const bytes = after.outOfGit(blob, path, wanted.mode);
    const executable = wanted.mode === FileMode.executable;
    return putFile(whole, place.fresh(), { bytes, executable }, () => step('putting', path));
  } catch (cause) {
    if (isError(cause, 'object-missing')) throw cause;
    if (systemCode(cause) === 'ENOENT') return 'taken'; // a folder above went away: look again
    throw cause;
  }
}

function putFolder(whole: string | Buffer): null | 'taken' {
  try {
    mkdirSync(whole);
    return null;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return 'taken';
    throw cause;
  }
}
