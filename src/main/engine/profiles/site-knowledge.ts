import { companionOf } from '../artifacts/companion';
import { isNoise } from '../artifacts/noise';
import { readArtifact } from '../artifacts/read-artifact';
import type { SiteKnowledge } from '../plan/plan-input';
import type { Profile } from './profile';

/** What a plan needs to know about the files of a kind of site. */
export const siteKnowledge = (profile: Profile): SiteKnowledge => ({
  group: (path) => profile.group(path),
  item: (path, bytes) => readArtifact(path, bytes)?.item ?? null,
  isNoise,
  companion: companionOf,
});
