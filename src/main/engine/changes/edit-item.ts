import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isArtifactPath } from '../artifacts/artifact-path';
import { readJsonFile, withValue, writeJsonFile } from '../artifacts/json-file';
import { readArtifact } from '../artifacts/read-artifact';
import { fail, fromSystem } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { FileMode, type ObjectId } from '../git/model';
import { lookAbove } from '../git/worktree/folders';
import { checkPath } from '../git/worktree/path-safety';
import { wholePath, workContent } from '../git/worktree/work-content';
import type { Clock } from '../ports';
import type { OpenEnvironment } from '../workspace/workspace';

/** The artifact that a person saw: where it lies, and what it said. */
export interface SeenItem {
  readonly path: string;
  readonly blob: ObjectId;
}

/**
 * Deletes an item's artifact in an environment's folder, as its editor would: an unsaved change like any other. What
 * it said is kept beside the environment's own data, because it may never have been saved to the history.
 * @returns where it is kept
 * @throws EngineError `item-changed` when it says something else by now, `path-unsafe`, `not-permitted`, `disk-full`
 */
export function removeItem(open: OpenEnvironment, seen: SeenItem, clock: Clock): string {
  const bytes = bytesOf(open, seen);
  const kept = keepCopy(open, seen, bytes, clock);
  const whole = wholePath(open.repository, seen.path);
  try {
    rmSync(whole);
  } catch (cause) {
    throw fromSystem(cause, whole.toString());
  }
  return kept;
}

/**
 * Gives an item another value of the property by which it is told apart, and touches nothing else of its file.
 * @param property a key of the artifact itself, e.g. Alias; its value is text
 * @returns where the version before is kept
 * @throws EngineError as {@link removeItem}; `artifact-invalid` where the file has no such text
 */
export function renameItem(
  open: OpenEnvironment,
  seen: SeenItem,
  to: { readonly property: string; readonly value: string },
  clock: Clock,
): string {
  const bytes = bytesOf(open, seen);
  const renamed = withText(bytes, seen.path, to);
  const kept = keepCopy(open, seen, bytes, clock);
  const whole = wholePath(open.repository, seen.path).toString();
  const mode = lstatSync(whole).mode & 0o777;
  writeFileAtomic(whole, renamed, mode);
  return kept;
}

function bytesOf({ repository, environment }: OpenEnvironment, { path, blob }: SeenItem): Buffer {
  const reason = isArtifactPath(path) ? checkPath(path) : 'it is no artifact';
  const above = reason === null ? lookAbove(repository.folder, path) : null;
  if (reason !== null || above?.kind === 'link')
    return fail('path-unsafe', { path, reason: reason ?? 'a link stands above it' });
  const content = workContent(repository, repository.objects, [], 'from');
  const there = content.inGit(wholePath(repository, path), path, undefined);
  return there?.id === blob && there.mode !== FileMode.symlink
    ? there.file.bytes
    : fail('item-changed', { environment: environment.name, path });
}

function keepCopy({ home }: OpenEnvironment, { path }: SeenItem, bytes: Buffer, clock: Clock): string {
  const time = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
  const place = join(home.folder, 'set-aside', time, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileAtomic(place, bytes);
  return place;
}

/** The artifact with another text under a key it has; the rest stays as it was written. */
function withText(
  bytes: Buffer,
  path: string,
  { property, value }: { property: string; value: string },
): string {
  const file = readArtifact(path, bytes);
  if (typeof file?.content?.[property] !== 'string')
    return fail('artifact-invalid', { path, reason: `it has no text under "${property}"` });
  return writeJsonFile(
    withValue(readJsonFile(bytes.toString('utf8')), { ...file.content, [property]: value }),
  );
}
