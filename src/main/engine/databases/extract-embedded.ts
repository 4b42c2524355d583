import type { ItemRow } from '../../../shared/domain/database';
import type { EnvironmentHome } from '../environments/identity';
import { fail } from '../errors';
import type { ObjectId } from '../git/model';
import type { Clock } from '../ports';
import type { ArtifactSet } from './artifact-set';
import type { DatabaseRows } from './database';
import type { EmbeddedStore, StoredRows } from './embedded-store';
import { nextRows, type ExtractionProblem, type NextRows } from './next-rows';
import { writeRunRows } from './run-rows';

export interface ExtractOptions {
  /** The run it belongs to: the rows before are kept under its id. Null outside of runs. */
  readonly run: string | null;
  /** Compare all artifacts with all rows, not only those that changed. */
  readonly deep: boolean;
  /**
   * `all`: one bad artifact and nothing is written. `readable`: an existing clone is filled for the first time, from what
   * can be read.
   */
  readonly take: 'all' | 'readable';
  readonly clock: Clock;
}

export interface Extracted extends Pick<NextRows, 'added' | 'changed' | 'withoutFile' | 'problems'> {
  readonly stored: StoredRows;
}

/**
 * Brings the embedded database of an environment to a commit: all or nothing, in one write. Looks at the rows that are
 * there, so that doing it again does no harm.
 * @throws EngineError `extraction-failed` with every artifact that cannot be taken; what the store says
 */
export function extractEmbedded(
  store: EmbeddedStore,
  home: EnvironmentHome,
  target: { readonly commit: ObjectId; readonly artifacts: ArtifactSet | null },
  { run, deep, take, clock }: ExtractOptions,
): Extracted {
  const reader = home.repository.objects;
  let next: NextRows | null = null;
  const stored = store.change((rows) => {
    next = nextRows({
      rows,
      artifacts: target.artifacts,
      readBlob: (id) => reader.blob(id),
      deep,
      now: Math.round(clock.now()),
    });
    if (take === 'all' && next.problems.length > 0)
      fail('extraction-failed', { folder: home.repository.folder, problems: next.problems.map(inWords) });
    if (run !== null) keepBefore(home, run, rows, target.commit, next);
    const extracted = next.problems.length > 0 ? null : target.commit;
    return isSame(rows, next) && rows.extracted === extracted
      ? rows
      : { ...rows, items: next.items, extracted };
  });
  return { stored, ...(next ?? noChange) };
}

const noChange = { added: [], changed: [], withoutFile: [], problems: [] } as const;

const inWords = ({ path, reason }: ExtractionProblem): string => `"${path}" ${reason}`;

/** Rows that only took another blob (noise) differ, too: they must not be read again at every look. */
const isSame = (rows: DatabaseRows, next: NextRows): boolean =>
  rows.items.size === next.items.size && [...next.items].every(([udi, row]) => rows.items.get(udi) === row);

function keepBefore(
  home: EnvironmentHome,
  run: string,
  rows: DatabaseRows,
  to: ObjectId,
  { added, changed, withoutFile }: NextRows,
): void {
  const touched: readonly ItemRow[] = [...added, ...changed, ...withoutFile];
  // Nothing to do: a run that is being finished after a crash has done it, and what it kept must stay.
  if (touched.length === 0) return;
  writeRunRows(home, {
    format: 1,
    run,
    from: rows.extracted,
    to,
    before: touched.flatMap(({ udi }) => rows.items.get(udi) ?? []),
    created: added.map(({ udi }) => udi),
    after: Object.fromEntries(touched.map(({ udi, hash }) => [udi, hash])),
  });
}
