import type { Environment, Project } from '../../../shared/domain/project';
import { writeRecord } from '../activity/activity-store';
import { newRunId } from '../deploy/run-id';
import { tryAcquire } from '../environments/run-lock';
import { isFromOutside } from '../errors';
import { decisionRecord } from './decision-record';
import { listDecisions, moveDecision } from './decision-store';
import type { DeletionDeps } from './read-facts';

/**
 * Ticks off what was to be deleted in a site itself, once its database does not have it any more. Looks only; where a
 * run goes on, or nothing can be read, the next look does it.
 */
export function settleToDos(
  project: Project,
  environment: Environment,
  host: string,
  { workspace, databases, clock }: DeletionDeps,
): void {
  try {
    const { home } = workspace.open(environment);
    const open = listDecisions(home.folder).decisions.filter(({ step }) => step === 'to-do');
    if (open.length === 0) return;
    const database = databases.of(home);
    const gone = open.filter(({ decision }) => database.known && !database.items.has(decision.udi));
    if (gone.length === 0) return;
    const taken = tryAcquire(home, { run: 'deletion', what: 'looking at deletions', who: '', host });
    if ('held' in taken) return;
    try {
      for (const { decision } of gone) {
        moveDecision(home.folder, decision.id, 'to-do', 'done');
        writeRecord(
          home.folder,
          decisionRecord({
            ...{ project, decision, host, act: 'done-in-site', notes: [] },
            id: newRunId(clock.now()),
            who: decision.who,
            at: clock.now(),
          }),
        );
      }
    } finally {
      taken.lock.release();
    }
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause;
  }
}
