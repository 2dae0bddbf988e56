import { join } from 'node:path';
import { build } from 'vite';

/**
 * The program that builds the page into a folder, its only argument. It is a process of its own, so that
 * what serves the page never loads Vite.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder to build the page into.');

await build({
  configFile: false,
  root: join(import.meta.dirname, '../page'),
  // It warns of modules of Node in the packages that it reads, and takes nothing of them into the page.
  logLevel: 'error',
  // For Node, it reads with Node's own Buffer.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  build: {
    outDir: folder,
    emptyOutDir: true,
    assetsDir: 'app/assets',
    // The Content-Security-Policy allows no data URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2023',
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
