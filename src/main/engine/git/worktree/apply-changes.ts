import { fail, fromSystem } from '../../errors';
import { syncPaths } from '../../files/sync-paths';
import type { StatData } from '../index/index-entry';
import type { TreeChange } from '../merge/diff-trees';
import type { ObjectReader, TreeEntry } from '../model';
import { comparePaths } from '../path-codec';
import type { Repository } from '../repository/repository';
import { asidePlaces } from './aside';
import { bringPath, hasLateAside, type Bringing } from './bring-path';
import { findUnsupported } from './find-unsupported';
import { removeEmptyAbove } from './folders';
import type { LateEdit, LateVerdict } from './late-edit';
import { requireSafePath } from './path-safety';
import { sparseWork } from './sparse-work';
import { stageFiles } from './stage-files';
import { wholePath, workContent, type WorkContent } from './work-content';

export type { LateEdit, LateVerdict };

export interface ApplyRequest {
  /** From what the working tree was when the run looked, to what it becomes. */
  readonly changes: readonly TreeChange[];
  /**
   * Where replaced files stand until the whole is done: its own folder per run, outside the working tree, the same
   * one when a crashed run goes on. `late/` in it keeps late edits and is never removed here.
   */
  readonly asideFolder: string;
  /** The new files were written by {@link stageFiles} just now: they are looked at one by one, not written again. */
  readonly isStaged?: boolean | undefined;
  /** Decides about a file that somebody wrote meanwhile; its bytes are kept already. The same edit may be asked again. */
  readonly onLate: (late: LateEdit) => LateVerdict;
  /** Called between system calls; tests break off or interfere here. */
  readonly step?: ((name: string, path: string) => void) | undefined;
}

/** One path after it was brought. */
export interface AppliedFile {
  readonly path: string;
  readonly to: TreeEntry | undefined;
  /** How the file looks, when it is exactly `to`; null where git has to look for itself. */
  readonly stat: StatData | null;
}

/**
 * Brings the files of a working tree from one tree to another, for the given paths, as far as they belong into it
 * (a sparse checkout does not have all). Takes away first, deepest first,
 * so that files and folders can change places. Loses nothing, and can be run again after a crash at any point: every
 * path is looked at before it is touched. Index and refs are not touched.
 * @throws EngineError `path-unsafe`, `unsupported-repository` (before anything is touched); `files-in-the-way`,
 * `still-being-written`, `disk-full`, `not-permitted`, `read-only-folder`, `object-missing`
 */
export async function applyChanges(
  repository: Repository,
  reader: ObjectReader,
  request: ApplyRequest,
): Promise<AppliedFile[]> {
  const { changes, asideFolder } = request;
  for (const { path, to } of changes) if (to) requireSafePath(path);
  const [unsupported] = findUnsupported(repository, reader, changes);
  if (unsupported)
    fail('unsupported-repository', {
      path: unsupported.path,
      feature:
        unsupported.feature === 'filter' ? `the filter "${unsupported.name}"` : 'an encoding of its own',
      advice:
        unsupported.lacks === 'trust'
          ? 'Allow its programs for this site, then try again.'
          : `It needs git 2.38 or later (${unsupported.why}).`,
    });
  const bringing: Bringing = {
    repository,
    reader,
    places: asidePlaces(repository.folder, asideFolder),
    before: workContent(repository, reader, changes, 'from'),
    after: workContent(repository, reader, changes, 'to'),
    onLate: request.onLate,
    step: request.step ?? (() => undefined),
  };
  const files = sparseWork(repository).fileChanges(changes);
  try {
    if (!request.isStaged) await stageFiles(repository, reader, changes, asideFolder);
    cleanThere(bringing.before, repository, files);
    return await bringAll(bringing, files);
  } catch (cause) {
    throw fromSystem(cause, repository.folder);
  }
}

/** What lies there is compared with the old content: through the programs of all files together. */
function cleanThere(before: WorkContent, { programs }: Repository, changes: readonly TreeChange[]): void {
  const uses = changes.map(({ path, from }) => (from ? before.conversions(path).through?.use : undefined));
  programs.cleanInPlace(uses.filter((use) => use !== undefined));
}

async function bringAll(bringing: Bringing, changes: readonly TreeChange[]): Promise<AppliedFile[]> {
  const { folder } = bringing.repository;
  const sorted = [...changes].sort((a, b) => comparePaths(a.path, b.path));
  const stats = new Map<string, StatData | null>();
  for (const change of sorted.filter(({ to }) => !to).reverse()) {
    stats.set(change.path, bringPath(bringing, change));
    removeEmptyAbove(folder, change.path);
  }
  for (const change of sorted.filter(({ to }) => to)) stats.set(change.path, bringPath(bringing, change));
  // Whoever had an old file open may have written into it after it was compared: the copies are judged once more.
  for (const change of sorted) {
    bringing.step('again', change.path);
    if (hasLateAside(bringing, change)) stats.set(change.path, bringPath(bringing, change));
  }
  const folders = new Set(sorted.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  await syncPaths(
    [...folders].map((inside) => wholePath(bringing.repository, inside)),
    'folders',
  );
  for (const path of stats.keys()) {
    bringing.step('clear', path);
    bringing.places(path).clear();
  }
  return sorted.map(({ path, to }) => ({ path, to, stat: stats.get(path) ?? null }));
}
