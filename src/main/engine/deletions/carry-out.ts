import type { DeletionDecision } from '../../../shared/domain/deletion';
import type { ActivityRecord } from '../../../shared/domain/run';
import { fileStayed } from '../../../shared/text/deletion-words';
import { hasRecord, writeRecord } from '../activity/activity-store';
import type { DatabaseRows } from '../databases/database';
import type { Databases } from '../databases/databases';
import type { EnvironmentHome } from '../environments/identity';
import { fail, isFromOutside } from '../errors';
import { withNotes } from './decision-record';
import {
  dropBefore,
  dropStep,
  moveDecision,
  readBefore,
  writeBefore,
  writeDecision,
  type Before,
} from './decision-store';
import { deleteItemFile } from './item-files';
import { rowsBefore, takeOut } from './take-out';
import { whatGoes } from './what-goes';

export interface CarryOut {
  readonly home: EnvironmentHome;
  readonly databases: Databases;
  readonly decision: DeletionDecision;
  readonly record: ActivityRecord;
  /** Everything that goes, as it is now. */
  readonly before: Before;
}

/** Ids of decisions that a database remembers, so that none is ever applied twice. */
const appliedKept = 1000;

export const withApplied = (rows: DatabaseRows, id: string): DatabaseRows => ({
  ...rows,
  applied: [...rows.applied.slice(1 - appliedKept), id],
});

/**
 * Deletes one item in one environment. The caller holds the environment's run lock.
 *
 * The order makes a crash harmless: what goes is on the disk before anything goes; rows and the decision's id leave
 * and enter the database in one write, which is the point of no return; everything after it is done again by recovery.
 * @throws EngineError `deletion-stale` when rows or content changed since `before` was read; `disk-full`, ...: then
 * nothing was deleted
 */
export function carryOut({ home, databases, decision, record, before }: CarryOut): ActivityRecord {
  const { id } = decision;
  writeBefore(home.folder, id, before);
  writeDecision(home.folder, { step: 'begun', decision, record });
  try {
    databases.change(home, (rows) => {
      const goes = whatGoes(decision.udi, rows);
      if (JSON.stringify(rowsBefore(goes, rows)) !== JSON.stringify(before.rows))
        fail('deletion-stale', { environment: decision.environment, item: decision.item.name });
      return withApplied(takeOut(rows, goes), id);
    });
  } catch (cause) {
    if (isApplied(databases, home, id) === false) takeBackDecision(home, id);
    throw cause;
  }
  return finishDeletion(home, decision, record);
}

/** Whether a decision, or the undo of one, has happened to the rows; null where nobody can say. */
export function isApplied(databases: Databases, home: EnvironmentHome, id: string): boolean | null {
  let applied = false;
  try {
    databases.change(home, (rows) => {
      applied = rows.applied.includes(id);
      return rows;
    });
    return applied;
  } catch (cause) {
    if (isFromOutside(cause)) return null;
    throw cause;
  }
}

/** A decision that never became true leaves nothing. */
export function takeBackDecision(home: EnvironmentHome, id: string): void {
  dropStep(home.folder, id, 'begun');
  dropBefore(home.folder, id);
}

/** What comes after the rows: the files where people work, the record, the decision's own step. Again does no harm. */
export function finishDeletion(
  home: EnvironmentHome,
  decision: DeletionDecision,
  record: ActivityRecord,
): ActivityRecord {
  const { files } = readBefore(home.folder, decision.id);
  const stayed = files.filter((file) => !deleteItemFile(home.repository.folder, file));
  const said = withNotes(
    record,
    stayed.map(({ path }) => fileStayed(path)),
  );
  if (!hasRecord(home.folder, said.id)) writeRecord(home.folder, said);
  moveDecision(home.folder, decision.id, 'begun', 'done');
  return said;
}
