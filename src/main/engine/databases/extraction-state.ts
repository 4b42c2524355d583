import type { ExtractionState, ExtractionWait } from '../../../shared/domain/database';
import { readEnvironmentData, updateEnvironmentData } from '../environments/environment-data';
import type { EnvironmentHome } from '../environments/identity';
import type { ObjectId } from '../git/model';
import type { Clock } from '../ports';

const nothingYet: ExtractionState = { commit: null, at: null, waiting: null };

export const readExtraction = (home: EnvironmentHome): ExtractionState =>
  readEnvironmentData(home).extraction ?? nothingYet;

/** The database has what this commit says. */
export function markExtracted(home: EnvironmentHome, commit: ObjectId, clock: Clock): void {
  updateEnvironmentData(
    home,
    (data) =>
      data.extraction?.commit === commit && data.extraction.waiting === null
        ? data
        : { ...data, extraction: { commit, at: Math.round(clock.now()), waiting: null } },
    { clock },
  );
}

/** The files are there, the database is behind. What was waited for before keeps its time. */
export function markWaiting(home: EnvironmentHome, wait: Omit<ExtractionWait, 'since'>, clock: Clock): void {
  updateEnvironmentData(
    home,
    (data) => {
      const before = data.extraction ?? nothingYet;
      const since = before.waiting?.since ?? Math.round(clock.now());
      return { ...data, extraction: { ...before, waiting: { ...wait, since } } };
    },
    { clock },
  );
}
