import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = join(import.meta.dirname, '../..');
const REPOSITORY = join(PACKAGE, '../..');
const BUILDS = join(PACKAGE, 'dist/builds');

/** What the build reads. The version of each dependency is in a package.json. */
const SOURCES = [
  'services/box-office/src/{page,build}/**/*',
  'services/box-office/package.json',
  'shared/{client,domain,contracts}/{src/**/*.ts,package.json}',
];

const isSource = (path: string): boolean => !/\.(test|fixture)\.tsx?$/.test(path);

/** A digest of all sources, with their paths. */
async function hashSources(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: REPOSITORY, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && isSource(path)) files.push(path);
  }
  const hash = createHash('sha256');
  for (const path of files.sort()) {
    hash.update(`${relative(REPOSITORY, path)}\0`).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}

const run = promisify(execFile);

/** Longer than a build takes on a busy machine. */
const BUILD_TIMEOUT_MS = 120_000;

/**
 * Returns the folder of the built page. It builds the page only if its sources have changed since the
 * last build, and can run in several processes at once.
 *
 * @throws Error with the output of the build, if that failed
 */
export async function findOrBuildPage(): Promise<string> {
  const folder = join(BUILDS, await hashSources());
  if (existsSync(folder)) return folder;
  await mkdir(BUILDS, { recursive: true });
  const unfinished = await mkdtemp(join(BUILDS, 'unfinished-'));
  try {
    await runBuild(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have finished the same build first.
    if (!existsSync(folder)) throw error;
  }
  await removeOtherBuilds(folder);
  return folder;
}

async function runBuild(folder: string): Promise<void> {
  const program = join(import.meta.dirname, 'build-page.ts');
  await run(process.execPath, [program, folder], {
    timeout: BUILD_TIMEOUT_MS,
    // The tests' environment would make it a build for development.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** Whoever serves an earlier build has read its files into memory. Unfinished ones may be in progress. */
async function removeOtherBuilds(folder: string): Promise<void> {
  for (const name of await readdir(BUILDS)) {
    const other = join(BUILDS, name);
    if (other === folder || name.startsWith('unfinished-')) continue;
    await rm(other, { recursive: true, force: true });
  }
}
