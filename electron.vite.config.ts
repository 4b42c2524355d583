import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      // The browser and cli doors run on plain Node 20: emit nothing newer.
      target: 'node20.19',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          browser: 'src/main/browser.ts',
          cli: 'src/main/cli.ts',
          'engine-worker': 'src/main/hosts/engine-worker.ts',
        },
        // One flat folder: engine-client finds its worker as a neighbour, whatever chunk it ends in.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false, // a sandboxed preload can require only 'electron' and a few built-ins
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [svelte()],
    build: {
      rolldownOptions: { input: 'src/renderer/index.html' },
      // The content security policy allows no data: scripts, and fonts are cached better as files.
      assetsInlineLimit: 0,
    },
  },
});
