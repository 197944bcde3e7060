// Builds the phones' page (/play), small and on its own: nothing of the tablets' app is in it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/play/',
  publicDir: false,
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: path.resolve('build/play'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A schema that is only written down does nothing: those that phones never read, and the
      // previs language behind them, stay out.
      treeshake: {
        moduleSideEffects: false,
        propertyReadSideEffects: false,
        manualPureFunctions: ['v'],
      },
    },
  },
});
