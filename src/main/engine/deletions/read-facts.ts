import type { ItemName } from '../../../shared/domain/change';
import type { DeletionColumn } from '../../../shared/domain/deletion';
import { mainline, type Environment, type Project } from '../../../shared/domain/project';
import { parseArtifactPath } from '../artifacts/artifact-path';
import { itemNameOf, readItemName } from '../artifacts/item-name';
import { kindInWords } from '../artifacts/entity-types';
import { readSiteIndex, type SiteIndex } from '../artifacts/site-index';
import { parseUdi, udiOfPath } from '../artifacts/udi';
import { readSide } from '../changes/read-side';
import { contentUsing } from '../databases/ask-database';
import type { EnvironmentDatabase } from '../databases/database';
import type { Databases } from '../databases/databases';
import { toErrorAnswer } from '../errors';
import type { OverlayStore } from '../git/model';
import { createOverlay } from '../git/objects/overlay';
import { profileNamed } from '../profiles/profiles';
import type { Clock } from '../ports';
import type { OpenEnvironment, Workspace } from '../workspace/workspace';
import { visibleDecisions } from './decision-store';
import type { ItemHistory } from './item-history';
import type { ItemHistories } from './item-history-cache';
import { historyKey } from './item-udi';
import type { ColumnFacts } from './matrix';

export interface DeletionDeps {
  readonly workspace: Workspace;
  readonly databases: Databases;
  readonly histories: ItemHistories;
  readonly clock: Clock;
}

/** One environment as the deletion review sees it, with what it was read from. */
export interface EnvironmentFacts extends ColumnFacts {
  readonly known: NonNullable<ColumnFacts['known']>;
  readonly open: OpenEnvironment;
  readonly store: OverlayStore;
  /** Its files, the uncommitted ones as they are now. */
  readonly index: SiteIndex;
  readonly database: EnvironmentDatabase;
  readonly history: ItemHistory;
}

/** Changes are made in the left-most environment and in flexible ones: there a deletion is a normal change. */
const isWorkplace = (project: Project, environment: Environment): boolean =>
  environment.role === 'flexible' || mainline(project)[0]?.id === environment.id;

/** @throws EngineError what opening and reading a clone can say */
export async function readFacts(
  project: Project,
  environment: Environment,
  { workspace, databases, histories, clock }: DeletionDeps,
): Promise<EnvironmentFacts> {
  const open = workspace.open(environment);
  const { objects } = open.repository;
  const store = createOverlay([objects]);
  const profile = profileNamed(project.profile);
  const { side } = await readSide(open, store, { profile, clock, settle: false });
  const index = readSiteIndex(store, side.end.tree);
  const saved = side.end.tree === side.headTree ? index : readSiteIndex(objects, side.headTree);
  const database = databases.of(open.home);
  const history = histories.of(open.home, side.end.head);
  const work = isWorkplace(project, environment);
  // Where nobody works, what is saved counts: a file that was only taken out of the folder comes back by itself.
  const files = work ? namesIn(index) : new Map([...namesIn(saved), ...namesIn(index)]);
  const deleted = new Map<string, { by: { name: string; email: string | null } | null; at: number | null }>();
  for (const { path, deleted: last } of history.items.values()) {
    const place = last && parseArtifactPath(path);
    if (place) deleted.set(udiOfPath(place), { by: last.by, at: last.at });
  }
  for (const udi of namesIn(saved).keys()) if (!files.has(udi)) deleted.set(udi, { by: null, at: null });
  return {
    column: columnOf(environment, database.kind, database.known ? null : database.problem),
    known: {
      files,
      deleted,
      rows: database.known ? database.items : null,
      uses: (udi) => {
        const use = contentUsing(database, udi);
        return use.known ? use.count : null;
      },
      decisions: visibleDecisions(open.home.folder),
      isWorkplace: work,
    },
    open,
    store,
    index,
    database,
    history,
  };
}

/** The same for the review of all environments: one that cannot be read says so and hides no other. */
export async function readColumn(
  project: Project,
  environment: Environment,
  deps: DeletionDeps,
): Promise<EnvironmentFacts | ColumnFacts> {
  try {
    return await readFacts(project, environment, deps);
  } catch (cause) {
    return { column: columnOf(environment, 'none', toErrorAnswer(cause)), known: null };
  }
}

/** What an item is called that is known from files or histories only, the files that are there first. */
export function nameOfItem(udi: string, environments: readonly (EnvironmentFacts | ColumnFacts)[]): ItemName {
  for (const facts of environments) {
    if (!('history' in facts)) continue;
    const past = facts.history.items.get(historyKey(udi));
    if (!past || !facts.store.has(past.blob)) continue;
    const name = readItemName(past.path, facts.store.blob(past.blob));
    if (name) return { ...name, udi };
  }
  const { entityType, id } = parseUdi(udi) ?? { entityType: '', id: udi };
  return { entityType, kind: kindInWords(entityType), name: id, udi };
}

const columnOf = (
  { id, name, role }: Environment,
  database: DeletionColumn['database'],
  problem: DeletionColumn['problem'],
): DeletionColumn => ({ environmentId: id, name, role, database, problem });

/** A file that cannot be understood is there all the same. */
const namesIn = (index: SiteIndex): ReadonlyMap<string, ItemName | null> =>
  new Map<string, ItemName | null>([
    ...index.problems.map(({ udi }) => [udi, null] as const),
    ...index.items.map((item) => [item.udi, itemNameOf(item)] as const),
  ]);
