import { isNoise } from '../artifacts/noise';
import type { Profile } from './profile';
import { groupByExtension, isSiteFile } from './site-files';

/** Any site of files: the profile of all that is nothing more special. */
export const plain: Profile = {
  name: 'plain',
  detect: () => true,
  isKnownNewFile: isSiteFile,
  group: groupByExtension,
  item: () => null,
  isNoise,
  mergeRules: () => null,
  companion: () => null,
  viewItems: () => new Map(),
};
