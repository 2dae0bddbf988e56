import * as z from 'zod';

/** What may be shipped inside a closed service without asking a lawyer: permissive, by SPDX id. */
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
  /** With its version: `zod@4.6.7`. */
  readonly name: string;
  /** Where it is installed, from the top of the repository. */
  readonly folder: string;
  readonly licences: string | readonly string[];
};

type LicenceReport = {
  readonly checked: number;
  readonly refused: readonly { readonly name: string; readonly licence: string }[];
};

/**
 * Judges what is installed of the packages that are more than a developer's tools. What is not
 * installed here, such as another system's binary, is passed over.
 */
export const checkLicences = (
  installed: readonly Licensed[],
  production: readonly string[],
): LicenceReport => {
  const wanted = new Set(production);
  const checked = installed.filter(({ folder }) => wanted.has(folder));
  return {
    checked: checked.length,
    refused: checked.flatMap(({ name, licences }) => {
      const licence = typeof licences === 'string' ? licences : `(${licences.join(' AND ')})`;
      return isAllowed(licence) ? [] : { name, licence };
    }),
  };
};

/**
 * Whether a package's licence is on the list: of `A OR B` one is enough, of `A AND B` both are needed.
 * What is written in any other way is not allowed, so that a person looks at it.
 *
 * @param licence an SPDX expression without nested brackets; a trailing `*` marks one that was guessed
 *   from the text of the licence file
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
