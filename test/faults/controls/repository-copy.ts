import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guard } from './guard.ts';

/** What is not copied: it is linked, or made anew. */
const NOT_COPIED = /(^|\/)(node_modules|dist|\.git|\.turbo|\.willcall|\.vitest)$/;

/** A copy of the repository, to take guards out of. */
export type RepositoryCopy = {
  readonly folder: string;
  /** Takes a guard out while something is done. @throws Error when the guard is not where it should be. */
  without<T>(guard: Guard, work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

/** Copies the sources; libraries are linked, and the workspaces' own packages lead to the copy. */
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
      if (whole.split(from).length !== 2) throw new Error(`Not once in ${file}: "${guard}"`);
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
    // Relative links: copied as they are, they lead into the copy.
    if (name === '@willcall')
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    else if (!name.startsWith('.')) await symlink(join(from, name), join(to, name));
  }
}
