import * as z from 'zod';

const LockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/**
 * The folders of all packages that the lock file has for more than development, own workspaces apart.
 *
 * @param lock the text of a package-lock.json, version 3
 * @throws ZodError for any other file
 */
export const productionPackages = (lock: string): string[] => {
  const { packages } = LockFile.parse(JSON.parse(lock));
  return Object.entries(packages).flatMap(([folder, { dev, devOptional, link }]) =>
    folder.includes('node_modules/') && !dev && !devOptional && !link ? folder : [],
  );
};
