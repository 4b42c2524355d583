import type { SiteKnowledge } from '../plan/plan-input';
import { meaningDriver, meaningParts } from './merge-by-meaning';
import type { Profile } from './profile';

/** What a plan needs to know about the files of a kind of site. */
export const siteKnowledge = ({
  group,
  item,
  isNoise,
  companion,
  viewItems,
  mergeRules,
}: Profile): SiteKnowledge => ({
  group,
  item,
  isNoise,
  companion,
  viewItems,
  driver: meaningDriver(mergeRules),
  parts: meaningParts(mergeRules),
});
