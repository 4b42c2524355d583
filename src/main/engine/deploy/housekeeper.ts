import type { Environment } from '../../../shared/domain/project';
import { gatherObjects } from '../git/housekeeping/gather-objects';
import type { Logger } from '../ports';
import type { Workspace } from '../workspace/workspace';

/** Keeps the clones of many runs as quick as those of the first. */
export interface Housekeeper {
  /** Called when a run is over, shown and recorded, and its locks are given back. Never throws. */
  afterRun(environments: readonly Environment[]): void;
}

/** Runs that go by before a clone is tried again where housekeeping failed, or there was little to gain. */
const pauseRuns = 10;
/** Fewer packs and objects than this, and something stands in the way: a damaged object, a file held open. */
const fewGathered = 4;

export function createHousekeeper(workspace: Workspace, logger: Logger): Housekeeper {
  /** Objects folder -> runs still to go by. */
  const pauses = new Map<string, number>();

  const tidy = (environment: Environment): void => {
    const { repository } = workspace.open(environment);
    const { folder } = repository.objects;
    const pause = pauses.get(folder) ?? 0;
    pauses.set(folder, pause > 0 ? pause - 1 : pauseRuns); // stays so when it throws
    if (pause > 0) return;
    const gathered = gatherObjects(repository);
    if (gathered === null || gathered.packs + gathered.loose >= fewGathered) pauses.delete(folder);
    if (gathered !== null)
      logger.info(`${folder}: gathered ${gathered.packs} packs and ${gathered.loose} loose objects`);
  };

  return {
    afterRun(environments) {
      for (const environment of environments)
        try {
          tidy(environment);
        } catch (cause) {
          // The run has succeeded: what is not tidy now is so later.
          const reason = cause instanceof Error ? cause.message : String(cause);
          logger.warn(`housekeeping of ${environment.path}: ${reason}`);
        }
    },
  };
}
