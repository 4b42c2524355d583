import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Programs that tests start, or kill, as processes of plain Node.
    globalSetup: ['scripts/bundle-test-programs.mjs'],
    projects: [
      // A time limit is there to end what hangs, not to judge speed on a busy machine.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      // What reads and writes objects, once more on repositories with SHA-256 ids.
      {
        extends: true,
        test: {
          name: 'unit-sha256',
          include: [
            'test/unit/git/objects/{index-pack,pack-shapes,parse-objects,persist}.test.ts',
            'test/unit/git/index/**/*.test.ts',
            'test/unit/git/status/ident.test.ts',
            'test/unit/git/snapshot/**/*.test.ts',
            'test/unit/git/transfer/**/*.test.ts',
            'test/unit/git/merge/merge-format.test.ts',
          ],
          env: { LANEWAY_TEST_OBJECT_FORMAT: 'sha256' },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration-sha256',
          include: [
            'test/integration/deletions/deletions.test.ts',
            'test/integration/git/{programs,remote,sparse,partial}.test.ts',
          ],
          env: { LANEWAY_TEST_OBJECT_FORMAT: 'sha256' },
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
