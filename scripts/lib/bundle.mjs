// Bundles TypeScript programs of the tests and benchmarks for plain Node, each to one file; packages stay outside.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './install.mjs';
import { hashOf } from './stamp.mjs';

/**
 * @param {Record<string, string>} entries name -> source file relative to the project
 * @param {string} outFolder relative to the project; gets `<name>.mjs` and shared chunks
 */
export async function bundlePrograms(entries, outFolder) {
  if (Object.keys(entries).length === 0) return;
  const out = join(root, outFolder);
  const stamp = createHash('sha256')
    .update(JSON.stringify(entries))
    .update(
      hashOf(root, ['src/main', 'src/shared', 'test/fixtures', 'test/bench', 'package.json', 'scripts/lib']),
    )
    .digest('hex');
  const stampFile = join(out, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { external: true },
    build: {
      ssr: true,
      target: 'node20.19',
      outDir: out,
      emptyOutDir: true,
      minify: false,
      sourcemap: 'inline',
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  writeFileSync(stampFile, stamp);
}
