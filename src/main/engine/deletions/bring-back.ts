import type { DeletionDecision } from '../../../shared/domain/deletion';
import type { ActivityRecord } from '../../../shared/domain/run';
import { hindranceWords, putBackNotes } from '../../../shared/text/deletion-words';
import { hasRecord, writeRecord } from '../activity/activity-store';
import type { Databases } from '../databases/databases';
import type { EnvironmentHome } from '../environments/identity';
import { fail } from '../errors';
import { isApplied, withApplied } from './carry-out';
import { withNotes } from './decision-record';
import { dropStep, moveDecision, readBefore, writeDecision, type Before } from './decision-store';
import { isPlaceFree, restoreItemFile } from './item-files';
import { isHindered, putBack, type Hindrance, type PutBack } from './take-out';

/** How the database remembers that a decision was taken back. */
export const undoMark = (id: string): string => `${id}/undo`;

/**
 * Rows and the undo's mark enter the database in one write: the point of no return. Files follow, and are done again
 * by recovery.
 */
export function bringBack(
  home: EnvironmentHome,
  databases: Databases,
  decision: DeletionDecision,
  record: ActivityRecord,
): ActivityRecord {
  const { id } = decision;
  const before = readBefore(home.folder, id);
  const inTheWay = before.files.filter((file) => !isPlaceFree(home.repository.folder, file));
  const refuse = (hindrances: readonly string[]): never =>
    fail('deletion-undo-hindered', {
      environment: decision.environment,
      item: decision.item.name,
      hindrances,
    });
  if (inTheWay.length > 0) refuse(inTheWay.map(({ path }) => hindranceWords['file-there'](path)));
  writeDecision(home.folder, { step: 'undoing', decision, record });
  const notes: string[] = [];
  try {
    databases.change(home, (rows) => {
      const result = putBack(rows, before.rows);
      if (isHindered(result)) return refuse(result.map(inWords));
      notes.splice(0, notes.length, ...result.notes.map(noteInWords));
      return withApplied(result.rows, undoMark(id));
    });
  } catch (cause) {
    if (isApplied(databases, home, undoMark(id)) === false) dropStep(home.folder, id, 'undoing');
    throw cause;
  }
  return finishUndo(home, decision, withNotes(record, notes), before);
}

/** What comes after the rows. Again does no harm. */
export function finishUndo(
  home: EnvironmentHome,
  decision: DeletionDecision,
  record: ActivityRecord,
  { files }: Before,
): ActivityRecord {
  const root = home.repository.folder;
  const taken = files.filter((file) => !isPlaceFree(root, file));
  for (const file of files) if (!taken.includes(file)) restoreItemFile(root, file);
  const said = withNotes(
    record,
    taken.map(({ path }) => hindranceWords['file-there'](path)),
  );
  if (!hasRecord(home.folder, said.id)) writeRecord(home.folder, said);
  moveDecision(home.folder, decision.id, 'undoing', 'undone');
  dropStep(home.folder, decision.id, 'done');
  return said;
}

const noteInWords = ({ kind, name }: PutBack['notes'][number]): string => putBackNotes[kind](name);

const inWords = (hindrance: Hindrance): string =>
  hindrance.kind === 'key-taken'
    ? hindranceWords['key-taken'](hindrance.name, `${hindrance.by.name}, ${hindrance.by.udi}`)
    : hindranceWords[hindrance.kind](hindrance.name);
