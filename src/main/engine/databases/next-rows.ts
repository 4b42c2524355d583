import type { ItemRow } from '../../../shared/domain/database';
import type { ObjectId } from '../git/model';
import { rowOfArtifact, udiAt } from './artifact-row';
import type { ArtifactSet } from './artifact-set';
import type { DatabaseRows } from './database';
import { inOrderOfNeed } from './order-items';

export interface NextRowsRequest {
  readonly rows: DatabaseRows;
  /** Null: the site has no artifacts (any more). */
  readonly artifacts: ArtifactSet | null;
  readonly readBlob: (id: ObjectId) => Uint8Array;
  /** Read every artifact again, whatever the rows say: "run extraction again". */
  readonly deep: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why one artifact cannot be taken. */
export interface ExtractionProblem {
  readonly path: string;
  readonly reason: string;
}

export interface NextRows {
  readonly items: ReadonlyMap<string, ItemRow>;
  /** Rows that are new, in order of need. */
  readonly added: readonly ItemRow[];
  /** Rows that mean something else now, or have their file back, in order of need. */
  readonly changed: readonly ItemRow[];
  /** Rows whose file went away just now. */
  readonly withoutFile: readonly ItemRow[];
  readonly problems: readonly ExtractionProblem[];
}

/**
 * What the rows become by the artifacts of a commit (umbraco.md, "Extraction"): add or change = upsert, a deleted file =
 * "without file", nothing is ever deleted. Only artifacts that changed since are read. Pure but for reading blobs.
 */
export function nextRows({ rows, artifacts, readBlob, deep, now }: NextRowsRequest): NextRows {
  const problems: ExtractionProblem[] = [];
  const read = new Map<string, ItemRow>();
  const needs = new Map<string, readonly string[]>();
  const pathOf = new Map<string, string>();
  // First pass: the items themselves. Which of them are there decides what the second may link.
  for (const [path, id] of artifacts?.files ?? []) {
    const udi = udiAt(path);
    if (udi === null || !artifacts) continue;
    const other = pathOf.get(udi);
    if (other !== undefined) {
      problems.push({ path, reason: `is the same item as ${other}` });
      continue;
    }
    pathOf.set(udi, path);
    const known = rows.items.get(udi);
    if (known && !deep && isAsBefore(known, id, artifacts)) continue;
    const made = rowOfArtifact({ path, id, bytes: readBlob(id), hasView: artifacts.hasView, now });
    if (typeof made === 'string') problems.push({ path, reason: made });
    else {
      read.set(udi, made.row);
      needs.set(udi, made.needs);
    }
  }
  // Second pass: in order of need, each beside the row that was there.
  const items = new Map(rows.items);
  const added: ItemRow[] = [];
  const changed: ItemRow[] = [];
  for (const udi of inOrderOfNeed(needs)) {
    const row = read.get(udi);
    if (!row) continue;
    const before = items.get(udi);
    if (!before) added.push(row);
    else if (before.hash !== row.hash || before.withoutFile) changed.push(row);
    items.set(udi, before && !before.withoutFile ? { ...row, since: before.since } : row);
  }
  const withoutFile: ItemRow[] = [];
  for (const [udi, row] of items) {
    if (row.withoutFile || pathOf.has(udi)) continue;
    const gone: ItemRow = { ...row, withoutFile: true, since: now };
    withoutFile.push(gone);
    items.set(udi, gone);
  }
  problems.push(...collisions(items, [...added, ...changed], pathOf));
  return { items, added, changed, withoutFile, problems };
}

/** A template is also another one when its view came or went. */
function isAsBefore(row: ItemRow, id: ObjectId, artifacts: ArtifactSet): boolean {
  if (row.artifact !== id || row.withoutFile) return false;
  return row.viewFile === null || row.empty !== artifacts.hasView(row.viewFile);
}

/** Items that came or changed and want a natural key that another row has: the platform refuses them, too. */
function collisions(
  items: ReadonlyMap<string, ItemRow>,
  touched: readonly ItemRow[],
  pathOf: ReadonlyMap<string, string>,
): ExtractionProblem[] {
  if (touched.length === 0) return [];
  const holders = new Map<string, ItemRow[]>();
  const keyOf = (row: ItemRow): string | null =>
    row.naturalKey === null ? null : `${row.entityType} ${row.naturalKey}`;
  for (const row of items.values()) {
    const key = keyOf(row);
    if (key === null) continue;
    const known = holders.get(key);
    if (known) known.push(row);
    else holders.set(key, [row]);
  }
  return touched.flatMap((row) => {
    const others = (holders.get(keyOf(row) ?? '') ?? []).filter(({ udi }) => udi !== row.udi);
    return others.map((other) => ({
      path: pathOf.get(row.udi) ?? row.udi,
      reason: `has the name "${row.naturalKey ?? ''}", which ${
        other.withoutFile
          ? `another one has in the database whose file is gone (${other.udi})`
          : `${pathOf.get(other.udi) ?? other.udi} has, too`
      }`,
    }));
  });
}
