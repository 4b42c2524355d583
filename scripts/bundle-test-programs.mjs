// Set-up of vitest: the programs that tests start (and kill) as processes or threads, bundled for plain Node.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundlePrograms } from './lib/bundle.mjs';
import { root } from './lib/install.mjs';

const folder = 'test/fixtures/programs';

/** `test/fixtures/programs/<name>.ts` becomes `out/test-programs/<name>.mjs`, anew only when sources changed. */
export default async function setup() {
  if (!existsSync(join(root, folder))) return;
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
  const entries = Object.fromEntries(names.map((name) => [basename(name, '.ts'), `${folder}/${name}`]));
  await bundlePrograms(entries, 'out/test-programs');
}
