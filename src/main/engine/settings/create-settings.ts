import { join } from 'node:path';
import * as v from 'valibot';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { Settings } from '../../../shared/domain/settings';
import { openJsonStore } from '../files/json-store';
import type { StoreShape } from '../files/store-file';

/** What a person has set up, for all projects. */
export interface SettingsStore {
  get(): Settings;
  /** Changes only the keys that are given. @throws EngineError as a store does (files/json-store.ts). */
  update(patch: SettingsPatch): Settings;
  /** Settings files that were set aside since the start. */
  damaged(): readonly ErrorAnswer[];
}

export type SettingsPatch = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const defaults: Settings = { name: '', email: '', theme: 'system', siteWaitSeconds: 300, lastProject: null };

const shape: StoreShape<Settings> = {
  format: 1,
  schema: v.object({
    name: v.string(),
    email: v.string(),
    theme: v.picklist(['system', 'light', 'dark']),
    siteWaitSeconds: v.optional(v.pipe(v.number(), v.minValue(0)), 300),
    lastProject: v.nullable(v.string()),
  }),
  migrations: [],
  empty: () => defaults,
};

/** The settings in `<dataFolder>/settings.json`; defaults until something was changed. */
export function createSettings(dataFolder: string): SettingsStore {
  const store = openJsonStore(join(dataFolder, 'settings.json'), shape);
  return {
    get: () => store.read(),
    update: (patch) => store.update((settings) => ({ ...settings, ...withoutUndefined(patch) })),
    damaged: () => store.damaged(),
  };
}

const withoutUndefined = (patch: SettingsPatch): Partial<Settings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
