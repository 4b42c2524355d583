import { writeRecord } from '../activity/activity-store';
import type { Databases } from '../databases/databases';
import type { EnvironmentHome } from '../environments/identity';
import type { ActivityRecord } from '../../../shared/domain/run';
import { finishDeletion, isApplied, takeBackDecision } from './carry-out';
import { withOutcome } from './decision-record';
import { dropStep, listDecisions, readBefore } from './decision-store';
import { finishUndo, undoMark } from './bring-back';

/**
 * Finishes decisions and undos that a crash cut off, or lets go of them. **The database decides**: it remembers the
 * ids of what was done to it in the same write. What cannot be asked now is tried at the next look. The caller holds
 * the environment's run lock.
 * @returns the records of what ended now
 */
export function recoverDecisions(home: EnvironmentHome, databases: Databases): ActivityRecord[] {
  const ended: ActivityRecord[] = [];
  for (const { step, decision, record } of listDecisions(home.folder).decisions) {
    if (step !== 'begun' && step !== 'undoing') continue;
    const applied = isApplied(databases, home, step === 'begun' ? decision.id : undoMark(decision.id));
    if (applied === null) continue;
    if (applied)
      ended.push(
        step === 'begun'
          ? finishDeletion(home, decision, withOutcome(record, 'finished after a crash'))
          : finishUndo(
              home,
              decision,
              withOutcome(record, 'finished after a crash'),
              readBefore(home.folder, decision.id),
            ),
      );
    else ended.push(...letGo(home, step, decision.id, decision.run, record));
  }
  return ended;
}

/** What never happened. One that belongs to a run is that run's to carry out again. */
function letGo(
  home: EnvironmentHome,
  step: 'begun' | 'undoing',
  id: string,
  run: string | null,
  record: ActivityRecord,
): ActivityRecord[] {
  const said = withOutcome(record, 'rolled back after a crash');
  const mine = step === 'undoing' || run === null;
  if (mine) writeRecord(home.folder, said);
  if (step === 'begun') takeBackDecision(home, id);
  else dropStep(home.folder, id, 'undoing');
  return mine ? [said] : [];
}
