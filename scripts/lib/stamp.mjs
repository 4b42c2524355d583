// Is out/ what the sources say? A hash over names and contents: times change with every clone and checkout.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
];
const stampFile = (root) => join(root, 'out', '.stamp');

/** Writes what out/ was built from. */
export function writeStamp(root) {
  writeFileSync(stampFile(root), hashOf(root, inputs));
}

/** Whether out/ was built from the present sources. */
export function isBuilt(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === hashOf(root, inputs);
}

/** A hash over the names and contents of files and folders (relative to `root`); missing ones count as nothing. */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((input) => filesOf(root, input)).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(root, path) {
  if (!existsSync(join(root, path))) return [];
  const entries = readdirOrNull(join(root, path));
  return entries ? entries.flatMap((name) => filesOf(root, `${path}/${name}`)) : [path];
}

function readdirOrNull(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
}
