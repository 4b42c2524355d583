import { comparePaths } from '../git/path-codec';
import { itemOfRow } from './item-of-row';
import type { Author, ItemName } from '../../../shared/domain/change';
import type { ItemRow } from '../../../shared/domain/database';
import type {
  DeletionAct,
  DeletionCell,
  DeletionColumn,
  DeletionDecision,
  DeletionMatrix,
  DeletionRow,
  DeletionState,
  RowPresence,
} from '../../../shared/domain/deletion';

/** All that is known of one environment, as it was read a moment ago. */
export interface ColumnFacts {
  readonly column: DeletionColumn;
  /** Null where the environment cannot be read. */
  readonly known: {
    /** Udi -> name of the item, of every artifact that is there, committed or not; null where it cannot be read. */
    readonly files: ReadonlyMap<string, ItemName | null>;
    /** Udi -> who took its artifact away last, and when, whether or not it came back. */
    readonly deleted: ReadonlyMap<string, { readonly by: Author | null; readonly at: number | null }>;
    /** Null where nothing is known of the database. */
    readonly rows: ReadonlyMap<string, ItemRow> | null;
    readonly uses: (udi: string) => number | null;
    readonly decisions: readonly DeletionDecision[];
    /** Changes are made here: the left-most environment and flexible ones. */
    readonly isWorkplace: boolean;
  } | null;
}

/**
 * The deletion review (umbraco.md): items whose presence differs between environments, or that any of them deleted.
 * @param nameOf what an item is called where no environment has it any more. Pure.
 */
export function buildMatrix(
  columns: readonly ColumnFacts[],
  nameOf: (udi: string) => ItemName,
): DeletionMatrix {
  const udis = new Set<string>();
  for (const { known } of columns)
    for (const source of [known?.files, known?.deleted, known?.rows])
      for (const udi of source?.keys() ?? []) udis.add(udi);
  const decisions = columns.map(({ known }) => currentDecisions(known?.decisions ?? []));
  const rows: DeletionRow[] = [];
  for (const udi of udis) {
    const cells = columns.map((facts, at) => cellOf(udi, facts, decisions[at]));
    if (!differs(cells) && !cells.some((cell) => cell?.deleted)) continue;
    rows.push({ udi, item: itemOf(udi, columns) ?? nameOf(udi), state: stateOf(cells), cells });
  }
  rows.sort(byPlace);
  return {
    columns: columns.map(({ column }) => column),
    rows,
    open: rows.filter(({ state }) => state === 'decide').length,
  };
}

interface Current {
  readonly kept: ReadonlyMap<string, DeletionDecision>;
  readonly toDo: ReadonlyMap<string, DeletionDecision>;
}

/** Decisions that hold now, by item. */
function currentDecisions(decisions: readonly DeletionDecision[]): Current {
  const of = (wanted: (decision: DeletionDecision) => boolean): Map<string, DeletionDecision> =>
    new Map(decisions.filter(wanted).map((decision) => [decision.udi, decision]));
  return {
    kept: of(({ kind, state }) => kind === 'keep' && state === 'done'),
    toDo: of(({ kind, state }) => kind === 'delete' && state === 'open'),
  };
}

/** One item in one environment; null where the environment cannot be read. Pure. */
export function cellOf(
  udi: string,
  { known, column }: ColumnFacts,
  current: Current = currentDecisions(known?.decisions ?? []),
): DeletionCell | null {
  if (!known) return null;
  const file = known.files.has(udi);
  const row = rowPresence(udi, known.rows);
  return {
    file,
    deleted: file ? null : (known.deleted.get(udi) ?? null),
    row,
    content: row === 'unknown' ? null : row === 'no' ? 0 : known.uses(udi),
    act: actOf(file, row, known.isWorkplace, column.database === 'site'),
    kept: current.kept.get(udi)?.id ?? null,
    toDo: current.toDo.get(udi)?.id ?? null,
  };
}

function rowPresence(udi: string, rows: ReadonlyMap<string, ItemRow> | null): RowPresence {
  if (rows === null) return 'unknown';
  const row = rows.get(udi);
  return row === undefined ? 'no' : row.withoutFile ? 'without-file' : 'yes';
}

/** The rules of *Delete on E* (umbraco.md). */
function actOf(file: boolean, row: RowPresence, isWorkplace: boolean, isSite: boolean): DeletionAct {
  if (file && !isWorkplace) return 'file-there';
  // The site of a workplace takes its file away by itself.
  if (file && isSite) return 'to-do';
  if (row === 'unknown') return 'not-known';
  if (file) return 'delete-with-file';
  if (row === 'no') return 'gone';
  return isSite ? 'to-do' : 'delete';
}

/** Not everywhere, as far as it is known; what is not known is no difference. */
function differs(cells: readonly (DeletionCell | null)[]): boolean {
  const files = new Set<boolean>();
  const rows = new Set<boolean>();
  for (const cell of cells) {
    if (!cell) continue;
    files.add(cell.file);
    if (cell.row !== 'unknown') rows.add(cell.row !== 'no');
  }
  return files.size > 1 || rows.size > 1;
}

function stateOf(cells: readonly (DeletionCell | null)[]): DeletionState {
  const known = cells.filter((cell) => cell !== null);
  const deleted = known.some((cell) => cell.deleted || cell.row === 'without-file');
  if (!deleted) return 'differs';
  const left = known.filter(isLeftover);
  if (left.some(({ kept, toDo }) => kept === null && toDo === null)) return 'decide';
  if (left.some(({ kept, toDo }) => kept === null && toDo !== null)) return 'to-do';
  if (known.some(({ file }) => file)) return 'on-its-way';
  if (left.length > 0) return 'kept';
  return cells.some((cell) => cell === null || cell.row === 'unknown') ? 'not-known' : 'gone';
}

/** The entry of an item whose file has gone. */
const isLeftover = ({ file, row }: DeletionCell): boolean =>
  !file && (row === 'yes' || row === 'without-file');

function itemOf(udi: string, columns: readonly ColumnFacts[]): ItemName | null {
  for (const { known } of columns) {
    const item = known?.files.get(udi);
    if (item) return item;
  }
  for (const { known } of columns) {
    const row = known?.rows?.get(udi);
    if (row) return itemOfRow(row);
  }
  return null;
}

/** What waits for a decision first; then by kind and name, as everywhere. */
const order: Record<DeletionState, number> = {
  decide: 0,
  'to-do': 1,
  kept: 2,
  'on-its-way': 3,
  'not-known': 4,
  differs: 5,
  gone: 6,
};

function byPlace(a: DeletionRow, b: DeletionRow): number {
  return (
    order[a.state] - order[b.state] ||
    words.compare(a.item.kind, b.item.kind) ||
    words.compare(a.item.name, b.item.name) ||
    comparePaths(a.udi, b.udi)
  );
}

/** Made once: comparing thousands of names with a fresh collator each takes seconds. */
const words = new Intl.Collator('en');
