import type { DeletionDecision } from '../../../shared/domain/deletion';
import { writeRecord } from '../activity/activity-store';
import { newRunId } from '../deploy/run-id';
import { fail } from '../errors';
import { bringBack } from './bring-back';
import { decisionRecord } from './decision-record';
import { findDecision, moveDecision } from './decision-store';
import type { DeletionDeps } from './read-facts';
import { withLock, type LockRequest } from './with-lock';

export interface UndoRequest extends LockRequest {
  /** Of the decision. */
  readonly id: string;
}

export interface Undone {
  readonly decision: DeletionDecision;
  /** What is not as it was before, in words. */
  readonly notes: readonly string[];
}

/**
 * Takes a decision back: rows return under their GUIDs, files where people work, or the reminder comes again.
 * @throws EngineError `deletion-not-found`, `deletion-not-undoable`, `deletion-undo-hindered`,
 * `deletion-snapshot-damaged`, `environment-busy`: then nothing was put back
 */
export function undoDecision(request: UndoRequest, deps: DeletionDeps): Promise<Undone> {
  const what = `taking a deletion back on ${request.environment.name}`;
  return withLock(request, deps, what, ({ open: { home } }) => {
    const found = findDecision(home.folder, request.id);
    if (!found || found.step === 'begun') return fail('deletion-not-found', { id: request.id });
    const { step, decision } = found;
    if (step === 'undone') return fail('deletion-not-undoable', { id: request.id, why: 'undone' });
    const at = Math.round(deps.clock.now());
    const { project, who, host } = request;
    const record = decisionRecord({
      ...{ project, decision, who, host, at, act: 'undo', notes: [] },
      id: newRunId(deps.clock.now()),
    });
    const undone = { ...decision, state: 'undone' } as const;
    if (decision.kind === 'keep' || step === 'to-do') {
      moveDecision(home.folder, decision.id, step, 'undone');
      writeRecord(home.folder, record);
      return { decision: undone, notes: [] };
    }
    if (decision.place.length > 0)
      return fail('deletion-not-undoable', { id: request.id, why: 'in-the-site' });
    const { deletion } = bringBack(home, deps.databases, decision, record);
    return { decision: undone, notes: deletion?.notes ?? [] };
  });
}
