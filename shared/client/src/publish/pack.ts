import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';

const run = promisify(execFile);

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const PACKAGE = join(REPOSITORY, 'shared/client');

/** The entry points of the published package, by export. */
const entries = { '.': 'index', './events': 'events' } as const;

/**
 * Stages the published package in a folder: JavaScript, declarations and a package.json of its own. The
 * workspace's package exports TypeScript, which Node does not run below node_modules.
 */
export async function stagePackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('npx', ['tsc', '-b', PACKAGE], { cwd: REPOSITORY });
  await build({
    entryPoints: Object.values(entries).map((name) => join(PACKAGE, `src/${name}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    // Node 20 and the browsers of 2024.
    target: ['node20.3', 'es2022'],
  });
  for (const name of Object.values(entries)) await stageDeclarations(folder, `${name}.d.ts`);
  await cp(join(PACKAGE, 'README.md'), join(folder, 'README.md'));
  await cp(join(REPOSITORY, 'LICENSE'), join(folder, 'LICENSE'));
  await writeFile(join(folder, 'package.json'), await makeManifest());
}

/** Copies a declaration file and those that it imports. Published files import each other as JavaScript. */
async function stageDeclarations(folder: string, file: string): Promise<void> {
  const text = await readFile(join(PACKAGE, 'dist', file), 'utf8');
  const imports = [...text.matchAll(/from '(\.[^']*)\.ts'/g)].map(([, path]) => `${path}.d.ts`);
  const target = join(folder, file);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  for (const path of imports) await stageDeclarations(folder, join(dirname(file), path));
}

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

async function makeManifest(): Promise<string> {
  const { name, version, license } = Manifest.parse(
    JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')),
  );
  const exports = Object.fromEntries(
    Object.entries(entries).map(([path, entry]) => [
      path,
      { types: `./${entry}.d.ts`, default: `./${entry}.js` },
    ]),
  );
  const manifest = {
    name,
    version,
    description: 'The client of willcall: buys tickets, follows decisions, reads events.',
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.3' },
    exports,
    files: ['**/*.js', '**/*.d.ts'],
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Packs the published package into a tarball in a folder, and returns the tarball's path. */
export async function packClient(folder: string): Promise<string> {
  const staged = join(folder, 'package');
  await stagePackage(staged);
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: staged,
  });
  return join(folder, basename(stdout.trim()));
}
