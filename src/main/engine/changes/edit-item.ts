import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isArtifactPath } from '../artifacts/artifact-path';
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
  const text = bytes.toString('utf8');
  const place = topLevelText(text, to.property);
  if (!place || !Buffer.from(text).equals(bytes))
    return fail('artifact-invalid', {
      path: seen.path,
      reason: `it has no text under "${to.property}"`,
    });
  const kept = keepCopy(open, seen, bytes, clock);
  const whole = wholePath(open.repository, seen.path).toString();
  const mode = lstatSync(whole).mode & 0o777;
  writeFileAtomic(
    whole,
    `${text.slice(0, place.from)}${JSON.stringify(to.value)}${text.slice(place.to)}`,
    mode,
  );
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

/** Where the text of a key of the outermost object stands, its quotes included. */
function topLevelText(json: string, key: string): { from: number; to: number } | null {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
  let depth = 0;
  let last = '';
  let isKey = false;
  for (const match of json.matchAll(tokens)) {
    const [token] = match;
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':') isKey = depth === 1 && last === key;
    else if (token.startsWith('"')) {
      if (isKey) return { from: match.index, to: match.index + token.length };
      last = parsed(token);
    }
    if (token !== ':') isKey = false;
  }
  return null;
}

function parsed(token: string): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    return token; // a broken escape: no key that is looked for
  }
}
