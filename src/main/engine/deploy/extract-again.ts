import type { ExtractionSummary } from '../../../shared/domain/database';
import type { Databases } from '../databases/databases';
import { markExtracted, markWaiting } from '../databases/extraction-state';
import { requestSite } from '../databases/follow-site';
import { heldInWords, tryAcquire } from '../environments/run-lock';
import { fail, isError, toErrorAnswer } from '../errors';
import type { Clock } from '../ports';
import { headOf, type OpenEnvironment } from '../workspace/workspace';

export interface ExtractAgainDeps {
  readonly databases: Databases;
  readonly clock: Clock;
  readonly host: string;
}

/**
 * "Run extraction again": compares all artifacts of an environment with all rows of its database, with the environment
 * to itself.
 * @throws EngineError `environment-busy`, `extraction-failed`, `database-read-only` (there is none), `other-branch`, ...
 */
export function extractAgain(
  open: OpenEnvironment,
  { databases, clock, host }: ExtractAgainDeps,
): ExtractionSummary {
  const { home, environment } = open;
  const target = databases.targetOf(home, headOf(open));
  if (target.kind === 'none')
    fail('database-read-only', { folder: home.repository.folder, kind: target.kind });
  const owner = { run: 'extraction', what: `reading the files of ${environment.name}`, who: '', host };
  const taken = tryAcquire(home, owner);
  if ('held' in taken)
    return fail('environment-busy', {
      environment: environment.name,
      held: heldInWords(taken.held),
      personMayTakeOver: taken.held.personMayTakeOver,
    });
  try {
    if (target.kind === 'site') {
      requestSite(home, target, clock);
      return { kind: 'site', commit: target.commit };
    }
    const { added, changed, withoutFile, stored } = databases.extractInto(home, target, null, true);
    markExtracted(home, target.commit, clock);
    return {
      kind: 'embedded',
      commit: target.commit,
      added: added.length,
      changed: changed.length,
      withoutFile: withoutFile.length,
      items: stored.rows.items.size,
    };
  } catch (cause) {
    if (isError(cause, 'extraction-failed')) {
      const reason = toErrorAnswer(cause).message;
      markWaiting(home, { kind: 'failed', commit: target.commit, reason, asked: null }, clock);
    }
    throw cause;
  } finally {
    taken.lock.release();
  }
}
