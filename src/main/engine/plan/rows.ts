import type { Author, Change, ChangeKind, ItemName } from '../../../shared/domain/change';
import type { Touch } from '../git/history/last-touched';
import type { TreeChange } from '../git/merge/diff-trees';
import { FileMode, type ObjectId, type ObjectReader, type TreeEntry } from '../git/model';
import { comparePaths } from '../git/path-codec';
import { siteOfTree } from '../profiles/site-tree';
import type { SiteKnowledge } from './plan-input';

/** Files above this are not opened to see whether they mean the same: 1 MB. */
const noiseLimitBytes = 1 << 20;

export interface RowSources {
  readonly store: ObjectReader;
  readonly site: SiteKnowledge;
  /** Where items that did not change are looked up. */
  readonly tree: ObjectId;
  /** Path -> who touched it in the commits that are new. */
  readonly touched: ReadonlyMap<string, Touch>;
  /** Path -> when the uncommitted version was written. */
  readonly uncommitted: ReadonlyMap<string, number | null>;
  /** New path -> old path. */
  readonly renames: ReadonlyMap<string, string>;
}

/**
 * Turns a tree difference into rows: renames paired, an item and its view joined, named, grouped, with who and when.
 * The same rows are counted everywhere (domain rule: a change is one row).
 */
export function buildRows(changes: readonly TreeChange[], sources: RowSources): Change[] {
  const renamedAway = new Set(sources.renames.values());
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const rows = changes
    .filter((change) => !(renamedAway.has(change.path) && change.to === undefined))
    .map((change) => row(change, byPath, sources));
  return nameViews(joinCompanions(rows, sources.site), sources).sort(byPlace);
}

function row(change: TreeChange, byPath: ReadonlyMap<string, TreeChange>, sources: RowSources): Change {
  const { path } = change;
  const from = sources.renames.get(path);
  const before = from === undefined ? change.from : byPath.get(from)?.from;
  const kind: ChangeKind = from !== undefined ? 'renamed' : kindOf(change);
  const item = itemOf(path, change.to ?? change.from, sources);
  const paths = from === undefined ? [path] : [path, from];
  return {
    path,
    kind,
    ...(from === undefined ? {} : { from }),
    ...(item ? { item } : {}),
    group: item ? 'items' : sources.site.group(path),
    also: [],
    ...whoAndWhen(paths, sources),
    noise: kind === 'modified' && isNoise(path, before, change.to, sources),
  };
}

const kindOf = (change: TreeChange): ChangeKind =>
  change.from === undefined ? 'added' : change.to === undefined ? 'deleted' : 'modified';

const isFile = (entry: TreeEntry): boolean =>
  entry.mode !== FileMode.submodule && entry.mode !== FileMode.symlink;

function itemOf(path: string, entry: TreeEntry | undefined, { store, site }: RowSources): ItemName | null {
  if (!entry || !isFile(entry) || !path.toLowerCase().endsWith('.uda')) return null;
  return site.item(path, store.blob(entry.id));
}

function isNoise(
  path: string,
  from: TreeEntry | undefined,
  to: TreeEntry | undefined,
  { store, site }: RowSources,
): boolean {
  if (!from || !to || from.mode !== to.mode || !isFile(from)) return false;
  const before = store.blob(from.id);
  const after = store.blob(to.id);
  return Math.max(before.length, after.length) <= noiseLimitBytes && site.isNoise(path, before, after);
}

function whoAndWhen(
  paths: readonly string[],
  { touched, uncommitted }: RowSources,
): Pick<Change, 'authors' | 'lastChanged' | 'uncommitted'> {
  const authors = new Map<string, Author>();
  let lastChanged: number | null = null;
  for (const path of paths) {
    const touch = touched.get(path);
    for (const { name, email } of touch?.authors ?? []) authors.set(`${name} <${email}>`, { name, email });
    for (const at of [touch ? touch.lastSeconds * 1000 : null, uncommitted.get(path) ?? null])
      if (at !== null) lastChanged = Math.max(lastChanged ?? 0, Math.round(at));
  }
  return {
    authors: [...authors.values()],
    lastChanged,
    uncommitted: paths.some((path) => uncommitted.has(path)),
  };
}

/** A template and its view are one row, as an editor sees them. */
function joinCompanions(rows: readonly Change[], site: SiteKnowledge): Change[] {
  const byPath = new Map(rows.map((entry) => [entry.path, entry]));
  const joined = new Set<string>();
  const withViews = rows.map((entry) => {
    const path = entry.item ? site.companion(entry.path, entry.item) : null;
    const view = path === null ? undefined : byPath.get(path);
    if (!view) return entry;
    joined.add(view.path);
    return {
      ...entry,
      kind: entry.kind === view.kind || entry.kind !== 'modified' ? entry.kind : 'modified',
      also: [view.path],
      authors: [...entry.authors, ...view.authors.filter((a) => !entry.authors.some((b) => same(a, b)))],
      lastChanged: latest(entry.lastChanged, view.lastChanged),
      uncommitted: entry.uncommitted || view.uncommitted,
      noise: entry.noise && view.noise,
    } satisfies Change;
  });
  return withViews.filter((entry) => !joined.has(entry.path));
}

/** A view that changed alone is still the template that an editor knows. */
function nameViews(rows: readonly Change[], { store, site, tree }: RowSources): Change[] {
  const views = rows.filter(({ kind, group }) => kind === 'modified' && group === 'views');
  if (views.length === 0) return [...rows];
  const paths = views.map(({ path }) => path);
  const items = site.viewItems(siteOfTree(store, tree), paths);
  return rows.map((entry) => {
    const item = views.includes(entry) ? items.get(entry.path) : undefined;
    return item ? { ...entry, item, group: 'items' } : entry;
  });
}

const same = (a: Author, b: Author): boolean => a.name === b.name && a.email === b.email;
const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** Items first, by kind and name; then files by path. */
function byPlace(a: Change, b: Change): number {
  if (a.item && b.item)
    return (
      a.item.kind.localeCompare(b.item.kind, 'en') ||
      a.item.name.localeCompare(b.item.name, 'en') ||
      comparePaths(a.path, b.path)
    );
  return a.item ? -1 : b.item ? 1 : comparePaths(a.path, b.path);
}
