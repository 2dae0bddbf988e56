import * as z from 'zod';

/** SPDX ids of permissive licences, which allow shipping in a closed service without legal review. */
const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

type Licensed = {
  /** Name and version, such as `zod@4.6.7`. */
  readonly name: string;
  /** The folder where it is installed, relative to the repository. */
  readonly folder: string;
  readonly licences: string | readonly string[];
};

type LicenceReport = {
  readonly checked: number;
  readonly refused: readonly { readonly name: string; readonly licence: string }[];
};

/**
 * Checks the licences of the installed production packages. Packages that are not installed, such as
 * binaries for another system, are skipped.
 */
export const checkLicences = (
  installed: readonly Licensed[],
  production: readonly string[],
): LicenceReport => {
  const folders = new Set(production);
  const checked = installed.filter(({ folder }) => folders.has(folder));
  return {
    checked: checked.length,
    refused: checked.flatMap(({ name, licences }) => {
      const licence = typeof licences === 'string' ? licences : `(${licences.join(' AND ')})`;
      return isAllowed(licence) ? [] : { name, licence };
    }),
  };
};

/**
 * Whether a package's licence is on the list. For `A OR B`, one must be. For `A AND B`, both must be.
 * Any other form is not allowed, so a person must check it.
 *
 * @param licence an SPDX expression without nested brackets. A trailing `*` marks a licence that was
 *   guessed from the text of the licence file
 */
export const isAllowed = (licence: string): boolean =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every(isListed));

const isListed = (id: string): boolean => ALLOWED_LICENCES.has(id.trim().replace(/\*$/, ''));

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
 * The folders of all packages in the lock file that are not only for development, without workspaces.
 *
 * @param lock the content of a package-lock.json, version 3
 * @throws ZodError for any other content
 */
export const productionPackages = (lock: string): string[] => {
  const { packages } = LockFile.parse(JSON.parse(lock));
  return Object.entries(packages).flatMap(([folder, { dev, devOptional, link }]) =>
    folder.includes('node_modules/') && !dev && !devOptional && !link ? folder : [],
  );
};
