import type { SiteReader } from '../plan/plan-input';
import type { Profile } from './profile';

/** What a plan needs to know of a kind of site. */
export const siteReader = ({ group, item, isNoise, companion }: Profile): SiteReader => ({
  group,
  item,
  isNoise,
  companion,
});
