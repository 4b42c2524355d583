// `npm run bench`: runs test/bench/*.bench.ts, each in a process of its own, bundled for plain Node.
// `npm run bench -- git` runs those whose name contains "git"; what follows is given to them.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { bundlePrograms } from './lib/bundle.mjs';
import { root } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';

const folder = 'test/bench';
const ending = '.bench.ts';
const [filter = '', ...args] = process.argv.slice(2);

const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
const all = files.filter((name) => name.endsWith(ending)).map((name) => basename(name, ending));
const names = all.filter((name) => name.includes(filter));
if (names.length === 0) {
  console.error(`No benchmark "${filter}". There are: ${all.join(', ') || 'none'}.`);
  process.exit(1);
}
await bundlePrograms(
  Object.fromEntries(all.map((name) => [name, `${folder}/${name}${ending}`])),
  'out/bench',
);
let failed = 0;
for (const name of names) {
  console.log(`\n== ${name} ==`);
  const { code } = await runNode(join(root, 'out/bench', `${name}.mjs`), args);
  if (code !== 0) failed++;
}
process.exit(failed ? 1 : 0);
