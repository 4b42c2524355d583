import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a new sample site goes when nobody chose a place: a folder in the app's own that is not there yet. */
export function freeSampleFolder(dataFolder: string): string {
  const wanted = join(dataFolder, 'samples', 'nordlys-travel');
  let folder = wanted;
  for (let i = 2; existsSync(folder); i++) folder = `${wanted}-${i}`;
  return folder;
}
