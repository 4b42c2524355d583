import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IndexLock } from '../git/index/index-lock';
import { diffTrees } from '../git/merge/diff-trees';
import { mergeText } from '../git/merge/merge-text';
import type { ObjectId, ObjectReader } from '../git/model';
import type { Repository } from '../git/repository/repository';
import { applyChanges, type LateEdit, type LateVerdict } from '../git/worktree/apply-changes';
import { indexFixes } from '../git/worktree/index-fixes';

export interface BringRequest {
  readonly repository: Repository;
  readonly reader: ObjectReader;
  /** What the files were when the run looked: the snapshot's tree. */
  readonly fromTree: ObjectId;
  readonly toTree: ObjectId;
  readonly indexLock: IndexLock;
  /** Own folder of the environment; replaced files stand aside in `late/<run>` under it until the run is over. */
  readonly homeFolder: string;
  readonly run: string;
  /** The new files lie ready there, written by this run. */
  readonly isStaged: boolean;
  /** Told before anything is written for a file that somebody changed after the commit point. */
  readonly onLate: (late: LateFile) => void;
}

/** A file that was written or deleted by somebody between the last look and its turn. */
export interface LateFile {
  readonly path: string;
  /** Where its bytes are kept; null when it was deleted. */
  readonly savedAs: string | null;
  /** Both edits are in the file now, the later one uncommitted; otherwise the file has the predicted bytes. */
  readonly merged: boolean;
}

/**
 * Brings the files and the index of one environment from the snapshot to the result. Looks at what is there first,
 * so that it can be run again after a crash at any point; a late edit is saved before it is replaced (run.md).
 */
export async function bringFiles(request: BringRequest): Promise<void> {
  const { repository, reader, fromTree, toTree, indexLock } = request;
  const asideFolder = asideFolderOf(request.homeFolder, request.run);
  const changes = diffTrees(reader, fromTree, toTree);
  const late: LateFile[] = [];
  const applied = await applyChanges(repository, reader, {
    changes,
    asideFolder,
    isStaged: request.isStaged,
    onLate: (edit) => {
      const verdict = judge(edit, reader);
      const file = { path: edit.path, savedAs: edit.savedAs, merged: verdict !== 'predicted' };
      late.push(file);
      request.onLate(file);
      return verdict;
    },
  });
  const fixes = indexFixes(repository, reader, indexLock.readIndex(), toTree, applied);
  indexLock.write(fixes, { tree: { reader, id: toTree } });
  indexLock.commit();
  if (late.length === 0) rmSync(asideFolder, { recursive: true, force: true });
}

export const asideFolderOf = (homeFolder: string, run: string): string => join(homeFolder, 'late', run);

/** Merged three-way (base old, ours late, theirs predicted) where that is clean, else the predicted bytes win. */
function judge({ from, to, late }: LateEdit, reader: ObjectReader): LateVerdict {
  if (late === null || from === undefined || to === undefined) return 'predicted';
  const merged = mergeText(reader.blob(from.id), late.bytes, reader.blob(to.id));
  const mode = late.mode === from.mode ? to.mode : late.mode;
  return merged.clean ? { content: merged.content, mode } : 'predicted';
}
