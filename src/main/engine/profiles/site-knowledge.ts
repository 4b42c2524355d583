import type { SiteKnowledge } from '../plan/plan-input';
import type { Profile } from './profile';

/** What a plan needs to know about the files of a kind of site. */
export const siteKnowledge = ({ group, item, isNoise, companion, viewItems }: Profile): SiteKnowledge => ({
  group,
  item,
  isNoise,
  companion,
  viewItems,
  parts: () => null,
});
