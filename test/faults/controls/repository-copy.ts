import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guard } from './guard.ts';

/** Folders that are not copied. They are linked or generated again. */
const NOT_COPIED = /(^|\/)(node_modules|dist|\.git|\.turbo|\.willcall|\.vitest)$/;

/** A copy of the repository in which guards can be removed. */
export type RepositoryCopy = {
  readonly folder: string;
  /** Removes a guard while `work` runs, then restores it. @throws Error if its text is not found exactly once. */
  without<T>(guard: Guard, work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

/** Copies the sources and links the libraries. Imports of the workspaces' packages resolve to the copy. */
export async function copyRepository(root: string): Promise<RepositoryCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-controls-'));
  await cp(root, folder, {
    recursive: true,
    filter: (source) => !NOT_COPIED.test(source.slice(root.length)),
  });
  await linkLibraries(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    without: async ({ guard, file, from, to }, work) => {
      const path = join(folder, file);
      const whole = await readFile(path, 'utf8');
      if (whole.split(from).length !== 2)
        throw new Error(`${file} does not contain this guard exactly once: "${guard}"`);
      await writeFile(
        path,
        whole.replace(from, () => to),
      );
      try {
        return await work();
      } finally {
        await writeFile(path, whole);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function linkLibraries(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    // These links are relative, so their copies point into the copy.
    if (name === '@willcall')
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    else if (!name.startsWith('.')) await symlink(join(from, name), join(to, name));
  }
}
