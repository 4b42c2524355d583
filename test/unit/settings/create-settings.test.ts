import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSettings } from '../../../src/main/engine/settings/create-settings';
import { tempFolder } from '../../fixtures/temp';

it('has defaults, changes only what is given, and remembers', () => {
  const folder = tempFolder();
  const settings = createSettings(folder);
  expect(settings.get()).toEqual({
    name: '',
    email: '',
    theme: 'system',
    siteWaitSeconds: 300,
    lastProject: null,
  });
  expect(readdirSync(folder)).toEqual([]);
  settings.update({ name: 'Ana', lastProject: 'p1' });
  expect(settings.update({ theme: 'dark', name: undefined })).toEqual({
    name: 'Ana',
    email: '',
    theme: 'dark',
    siteWaitSeconds: 300,
    lastProject: 'p1',
  });
  settings.update({ lastProject: null });
  expect(createSettings(folder).get()).toEqual({
    name: 'Ana',
    email: '',
    theme: 'dark',
    siteWaitSeconds: 300,
    lastProject: null,
  });
  writeFileSync(join(folder, 'settings.json'), '{');
  expect(settings.get().name).toBe('Ana');
  expect(settings.damaged().map(({ code }) => code)).toEqual(['store-damaged']);
});
