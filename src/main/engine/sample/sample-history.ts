import { comparePaths } from '../git/path-codec';
import { FileMode } from '../git/model';
import type { NewObject, ObjectId, ObjectType, OverlayStore, Signature, TreeEntry } from '../git/model';
import { sha1 } from '../git/object-format';
import { createOverlay } from '../git/objects/overlay';
import { commitBody } from '../git/objects/serialize-commit';
import { serializeTree } from '../git/objects/serialize-tree';
import type { SampleFiles } from './sample-artifacts';
import type { SampleStep } from './sample-steps';

/** A commit of the sample and everything that its branch holds. */
export interface SampleState {
  readonly head: ObjectId | null;
  readonly files: ReadonlyMap<string, SampleFile>;
  /** Everything that the history up to here is made of. */
  readonly objects: ReadonlyMap<ObjectId, NewObject>;
}

export interface SampleFile {
  readonly id: ObjectId;
  readonly content: Uint8Array;
  /** Milliseconds since 1970 of the commit that brought it. */
  readonly changedAt: number;
}

export const emptyState: SampleState = { head: null, files: new Map(), objects: new Map() };

/** Adds commits to a history in memory. @param times one for each step: milliseconds since 1970, ascending. */
export function applySteps(
  state: SampleState,
  steps: readonly SampleStep[],
  times: readonly number[],
): SampleState {
  return steps.reduce((before, step, i) => commit(before, step, times[i] ?? 0), state);
}

function commit(before: SampleState, step: SampleStep, time: number): SampleState {
  const objects = new Map(before.objects);
  const overlay = createOverlay([], sha1);
  const put = (type: ObjectType, body: Uint8Array): ObjectId => overlay.write(type, body);
  const files = new Map(before.files);
  for (const [path, content] of Object.entries(step.files)) {
    if (content === null) files.delete(path);
    else files.set(path, fileOf(put, content, time));
  }
  const author = signatureOf(step.by, time);
  const tree = writeTree(overlay, [...files]);
  const parents = before.head === null ? [] : [before.head];
  const head = put('commit', commitBody({ tree, parents, author, committer: author, message: step.message }));
  for (const object of overlay.written()) objects.set(object.id, object);
  return { head, files, objects };
}

function fileOf(
  put: (type: ObjectType, body: Uint8Array) => ObjectId,
  given: string | Uint8Array,
  changedAt: number,
): SampleFile {
  const content = typeof given === 'string' ? Buffer.from(given) : given;
  return { id: put('blob', content), content, changedAt };
}

/** Who made a commit: people of the sample live in Norway. @param time milliseconds since 1970 */
export const signatureOf = (name: string, time: number): Signature => ({
  name,
  email: `${name.toLowerCase()}@nordlys.example`,
  seconds: Math.floor(time / 1000),
  offsetMinutes: 60,
});

function writeTree(store: OverlayStore, files: readonly (readonly [string, SampleFile])[]): ObjectId {
  const entries = new Map<string, TreeEntry>();
  const folders = new Map<string, [string, SampleFile][]>();
  for (const [path, file] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) entries.set(path, { mode: FileMode.file, id: file.id });
    else {
      const name = path.slice(0, slash);
      const inside = folders.get(name) ?? [];
      inside.push([path.slice(slash + 1), file]);
      folders.set(name, inside);
    }
  }
  for (const [name, inside] of folders)
    entries.set(name, { mode: FileMode.tree, id: writeTree(store, inside) });
  return store.write('tree', serializeTree(entries));
}

/** Pages that fill a site up, for measuring: 100 in a folder. */
export function extraPages(count: number): SampleFiles {
  const files: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    const number = String(i).padStart(6, '0');
    files[`wwwroot/pages/${number.slice(0, 4)}/page-${number}.html`] =
      `<!doctype html>\n<title>Page ${i}</title>\n<p>Travel story number ${i} from the far north.</p>\n`;
  }
  return files;
}

export const inOrder = (files: SampleState['files']): readonly (readonly [string, SampleFile])[] =>
  [...files].sort(([a], [b]) => comparePaths(a, b));
