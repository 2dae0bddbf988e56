import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CommandError } from '@willcall/cli';
import * as z from 'zod';
import { REPOSITORY } from '../../support/npm-start.ts';

export type CheckedOut = {
  readonly folder: string;
  /** The commit, as 40 hexadecimal digits. */
  readonly commit: string;
  remove(): Promise<void>;
};

/**
 * Makes a working copy of a git ref in a temporary folder, with the dependencies that its lock file names.
 * They are those of this repository if all versions are the same, and installed otherwise.
 *
 * @throws CommandError if the ref does not exist
 */
export const checkOut = async (ref: string): Promise<CheckedOut> => {
  const commit = findCommit(ref);
  const folder = await mkdtemp(join(tmpdir(), 'willcall-against-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const archive = git('archive', '--format=tar', commit);
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    await provideDependencies(folder);
    return { folder, commit, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Enough for the whole repository. */
const MAX_ARCHIVE_BYTES = 256 * 1024 * 1024;

const git = (...args: readonly string[]): Buffer =>
  execFileSync('git', args, {
    cwd: REPOSITORY,
    maxBuffer: MAX_ARCHIVE_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const findCommit = (ref: string): string => {
  try {
    return git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`).toString().trim();
  } catch (cause) {
    const message = `--against ${ref} is not valid: git knows no such commit here.`;
    throw new CommandError(message, { code: 'INVALID_OPTION', cause });
  }
};

const provideDependencies = async (folder: string): Promise<void> => {
  const [ours, theirs] = await Promise.all([readLock(REPOSITORY), readLock(folder)]);
  const isSame = [...theirs].every(([path, version]) => ours.get(path) === version);
  if (isSame) return await linkDependencies(folder);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
};

const Lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional() })),
});

/** The version of each installed package, by its path. */
const readLock = async (folder: string): Promise<ReadonlyMap<string, string | undefined>> => {
  const lock = Lock.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
  const installed = Object.entries(lock.packages).filter(([path]) =>
    path.includes('node_modules/'),
  );
  return new Map(installed.map(([path, { version }]) => [path, version]));
};

/** Links every folder with dependencies. A package of this repository becomes the one of the copy. */
const linkDependencies = async (folder: string): Promise<void> => {
  const manifests = git('ls-files', '**/package.json', 'package.json')
    .toString()
    .trim()
    .split('\n');
  for (const workspace of manifests.map((manifest) => dirname(manifest))) {
    const modules = join(REPOSITORY, workspace, 'node_modules');
    for (const name of await listPackages(modules)) {
      const target = await realpath(join(modules, name));
      const inside = relative(REPOSITORY, target);
      const isOurs = !inside.startsWith('..') && !inside.includes('node_modules');
      const link = join(folder, workspace, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(isOurs ? join(folder, inside) : target, link);
    }
  }
};

/** The names of packages, such as `zod` and `@willcall/store`. */
const listPackages = async (modules: string): Promise<string[]> => {
  const names = await readdir(modules).catch(() => []);
  const listed = names
    .filter((name) => !name.startsWith('.'))
    .map(async (name) =>
      name.startsWith('@')
        ? (await readdir(join(modules, name))).map((scoped) => `${name}/${scoped}`)
        : [name],
    );
  return (await Promise.all(listed)).flat();
};
