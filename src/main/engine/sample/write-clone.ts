import { lstatSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, fromSystem } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { lockIndex } from '../git/index/index-lock';
import { statDataOf } from '../git/index/index-entry';
import type { IndexEntry } from '../git/index/index-entry';
import { FileMode } from '../git/model';
import type { Signature } from '../git/model';
import { persistObjects } from '../git/objects/persist';
import { updateRef } from '../git/refs/update-ref';
import type { GitEnvironment } from '../git/repository/config-files';
import { openRepository } from '../git/repository/open-repository';
import type { SampleFiles } from './sample-artifacts';
import { inOrder } from './sample-history';
import type { SampleState } from './sample-history';

export interface NewClone {
  /** Where it will be; nothing is there yet. */
  readonly folder: string;
  readonly branch: string;
  readonly state: SampleState;
  /** For the reflog. */
  readonly who: Signature;
  readonly environment: GitEnvironment;
}

/**
 * Makes a complete clone without git: objects, branch, files and an index that knows them.
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`.
 */
export function writeClone({ folder, branch, state, who, environment }: NewClone): void {
  const head = state.head ?? fail('unborn-branch', { path: folder, branch });
  makeGitFolder(join(folder, '.git'), branch);
  const repository = openRepository(folder, environment);
  try {
    persistObjects(repository.objects, state.objects.values());
    writeWorkingFiles(folder, state);
    const lock = lockIndex(repository);
    try {
      const reader = repository.objects;
      lock.write(entriesOf(folder, state), { tree: { reader, id: reader.commit(head).tree } });
      lock.commit();
    } finally {
      lock.release();
    }
    const ref = `refs/heads/${branch}`;
    updateRef(repository, { ref, expected: null, value: head, who, message: 'clone: made by Laneway' });
  } finally {
    repository.objects.close();
  }
}

/** Changes files without committing them. @param time when they seem to have been saved, milliseconds since 1970 */
export function editFiles(folder: string, files: SampleFiles, time: number): void {
  for (const [path, content] of Object.entries(files))
    if (content !== null) writeAt(join(folder, path), content, time);
}

/** The least that git needs: https://git-scm.com/docs/gitrepository-layout */
function makeGitFolder(gitDir: string, branch: string): void {
  try {
    for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info'])
      mkdirSync(join(gitDir, name), { recursive: true });
    writeFileAtomic(join(gitDir, 'config'), configText());
    writeFileAtomic(join(gitDir, 'info/exclude'), '');
    writeFileAtomic(join(gitDir, 'HEAD'), `ref: refs/heads/${branch}\n`);
  } catch (cause) {
    throw fromSystem(cause, gitDir);
  }
}

/** As git itself sets a new repository up on this system. */
function configText(platform = process.platform): string {
  const values = {
    repositoryformatversion: '0',
    filemode: String(platform !== 'win32'),
    bare: 'false',
    logallrefupdates: 'true',
    ...(platform === 'win32' ? { symlinks: 'false' } : {}),
    ...(platform === 'win32' || platform === 'darwin' ? { ignorecase: 'true' } : {}),
    ...(platform === 'darwin' ? { precomposeunicode: 'true' } : {}),
    autocrlf: 'false',
  };
  const lines = Object.entries(values).map(([key, value]) => `\t${key} = ${value}\n`);
  return `[core]\n${lines.join('')}`;
}

function writeWorkingFiles(folder: string, state: SampleState): void {
  for (const [path, { content, changedAt }] of inOrder(state.files))
    writeAt(join(folder, path), content, changedAt);
}

const entriesOf = (folder: string, state: SampleState): ReadonlyMap<string, IndexEntry> =>
  new Map(
    [...state.files].map(([path, { id }]) => [
      path,
      { mode: FileMode.file, id, stat: statDataOf(lstatSync(join(folder, path), { bigint: true })) },
    ]),
  );

function writeAt(path: string, content: string | Uint8Array, time: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, time / 1000, time / 1000);
  } catch (cause) {
    throw fromSystem(cause, path);
  }
}
