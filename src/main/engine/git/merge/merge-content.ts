import type { ObjectId, ObjectStore, TreeEntry } from '../model';
import { FileMode } from '../model';
import type { MergeConflictType } from './conflict';
import { mergeText } from './merge-text';
import { isRegular, typeOf, type Triple } from './path-state';

/** Which merge a driver is asked for. */
export interface DriverCall {
  /** 0 for the merge that was asked for; more for merges of its bases. */
  readonly depth: number;
  /** There is a base and it is not shown, because it has conflict markers in it. */
  readonly baseHidden: boolean;
}

/**
 * Merges what it knows better than text: undefined where it does not know the file. It is also asked for the bases of
 * a criss-cross, and what it then leaves as a conflict becomes the base: it should say there on what the bases
 * disagree, in a way that it knows again. It never sees conflict markers: `base` is null where the base has some.
 */
export type MergeDriver = (
  path: string,
  base: Buffer | null,
  ours: Buffer,
  theirs: Buffer,
  call: DriverCall,
) => { readonly clean: boolean; readonly content: Buffer } | undefined;

export type MergeAttribute = (path: string) => 'text' | 'union' | 'binary';

export interface MergeContext {
  readonly store: ObjectStore;
  /** How the two sides are called in conflict markers and in names of files that give way. */
  readonly labels: { readonly ours: string; readonly theirs: string };
  /** 0 for the merge that was asked for; more for merges of its bases. */
  readonly depth: number;
  readonly driver: MergeDriver | undefined;
  readonly attribute: MergeAttribute;
  /** Contents of virtual bases that hold conflict markers: never shown to a driver. */
  readonly withMarkers: Set<ObjectId>;
}

export interface ContentInput {
  readonly path: string;
  /** Ours and theirs must be there and of one type. */
  readonly entries: Triple<TreeEntry | undefined>;
  /** Under which names they were found. */
  readonly names: Triple<string>;
  /** Longer markers where a result is merged once more. */
  readonly extraMarkerSize: number;
}

export interface ContentMerge {
  readonly entry: TreeEntry;
  readonly clean: boolean;
  /** What did not go together, where it is not clean. */
  readonly type: MergeConflictType;
}

const markerSize = 7;

/** Merges modes and contents of one file, link or submodule. */
export function mergeContent(context: MergeContext, input: ContentInput): ContentMerge {
  const [base, ours, theirs] = input.entries;
  if (!ours || !theirs) throw new Error(`Nothing to merge at "${input.path}"`);
  const takeTheirMode = ours.mode === theirs.mode || ours.mode === base?.mode;
  const mode = takeTheirMode ? theirs.mode : ours.mode;
  const modeClean = takeTheirMode || theirs.mode === base?.mode;
  const take = (id: ObjectId): ContentMerge => ({ entry: { mode, id }, clean: modeClean, type: 'mode' });
  if (ours.id === theirs.id || ours.id === base?.id) return take(theirs.id);
  if (theirs.id === base?.id) return take(ours.id);
  const sameType = typeOf(base) === typeOf(ours) ? base : undefined;
  if (isRegular(ours)) {
    const merged = mergeBlobs(context, input, sameType?.id ?? null, ours.id, theirs.id);
    return {
      entry: { mode, id: merged.id },
      clean: modeClean && merged.clean,
      type: merged.clean ? 'mode' : merged.type,
    };
  }
  const type = ours.mode === FileMode.submodule ? 'submodule' : 'symlink';
  // In a virtual base neither side may win; an unmerged submodule keeps ours where there is a base.
  const fromBase = context.depth > 0 && (type === 'symlink' || !sameType);
  return { entry: fromBase ? (base ?? noEntry) : { mode, id: ours.id }, clean: false, type };
}

/** Stands for "nothing there"; only virtual bases have it. */
export const noEntry: TreeEntry = { mode: 0, id: '' };

function mergeBlobs(
  { store, labels, depth, driver, attribute, withMarkers }: MergeContext,
  { path, entries, names, extraMarkerSize }: ContentInput,
  baseId: ObjectId | null,
  oursId: ObjectId,
  theirsId: ObjectId,
): { readonly id: ObjectId; readonly clean: boolean; readonly type: MergeConflictType } {
  const base = baseId === null ? null : store.blob(baseId);
  const [ours, theirs] = [store.blob(oursId), store.blob(theirsId)];
  const type = entries[0] ? 'content' : 'add/add';
  if (driver && !withMarkers.has(oursId) && !withMarkers.has(theirsId)) {
    const baseHidden = baseId !== null && withMarkers.has(baseId);
    const merged = driver(path, baseHidden ? null : base, ours, theirs, { depth, baseHidden });
    if (merged) return { id: store.write('blob', merged.content), clean: merged.clean, type };
  }
  const sameNames = names[0] === names[1] && names[1] === names[2];
  const label = (side: string, name: string): string => (sameNames ? side : `${side}:${name}`);
  const merged = mergeText(base, ours, theirs, {
    kind: attribute(path),
    labels: {
      ours: label(labels.ours, names[1]),
      base: label('base', names[0]),
      theirs: label(labels.theirs, names[2]),
    },
    markerSize: markerSize + 2 * depth + extraMarkerSize,
  });
  // A virtual base of something that has no text merge is the base of that.
  if (merged.binary && depth > 0)
    return { id: store.write('blob', base ?? Buffer.alloc(0)), clean: true, type };
  const id = merged.binary ? oursId : store.write('blob', merged.content);
  // What has markers keeps them through a clean merge.
  const hadMarkers = withMarkers.has(oursId) || withMarkers.has(theirsId);
  if (depth > 0 && (!merged.clean || hadMarkers)) withMarkers.add(id);
  return { id, clean: merged.clean, type: merged.binary ? 'binary' : type };
}
