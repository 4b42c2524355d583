import type { ProfileName } from '../../../shared/domain/project';
import { magento } from './magento';
import { plain } from './plain';
import type { Profile } from './profile';
import type { SiteTree } from './site-tree';
import { umbraco } from './umbraco';

/** All kinds of sites; the first that detects a site is its kind, so the most special come first. */
export const profiles: readonly Profile[] = [umbraco, magento, plain];

const byName: Readonly<Record<ProfileName, Profile>> = { umbraco, magento, plain };
export const profileNamed = (name: ProfileName): Profile => byName[name];

export const detectProfile = (site: SiteTree): Profile =>
  profiles.find((profile) => profile.detect(site)) ?? plain;
