import type { Finding } from '../../../shared/domain/plan';
import { blankPages } from './blank-pages';
import type { CheckInput } from './check-input';
import { collisions } from './collisions';
import { contentLosses, mandatoryUnfilled } from './content-loss';
import { danglingReferences } from './dangling';
import { fileProblems } from './file-problems';
import { keyChanges } from './key-changes';
import { missingLanguages } from './languages';
import { resurrections } from './resurrections';
import { viewsWithOldNames } from './view-names';

/**
 * Everything that speaks against the result of a plan as a site, found before anything moves. A mistake that the
 * target has already is a warning; one that would be new there blocks. Pure: everything it asks was read before.
 */
export const checkSite = (input: CheckInput): Finding[] => [
  ...fileProblems(input),
  ...collisions(input),
  ...keyChanges(input),
  ...danglingReferences(input),
  ...missingLanguages(input),
  ...resurrections(input),
  ...contentLosses(input),
  ...blankPages(input),
  ...mandatoryUnfilled(input),
  ...viewsWithOldNames(input),
];
