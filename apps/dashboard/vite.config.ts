import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { defineConfig } from 'vite';

import { precompress } from './build/precompress.ts';

const GATEWAY = 'http://127.0.0.1:8080';
const proxy = Object.fromEntries(['/api', '/health', '/openapi.json', '/docs'].map((path) => [path, GATEWAY]));

/** The build of the page: static files under a strict content security policy, compressed once at build time. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  plugins: [optimizeLocales.vite({ locales: ['en-US', 'ja-JP'] }), precompress(195_000)],
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: '../../dist/apps/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      onLog(level, log, report) {
        // The directive is for servers that render components; this page has none.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      // The first load is two files: the libraries, which change rarely, and the page itself.
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/ },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
