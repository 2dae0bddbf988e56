import { isAllowed } from './is-allowed.ts';

export type Licensed = {
  /** With its version: `zod@4.6.7`. */
  readonly name: string;
  /** Where it is installed, from the top of the repository. */
  readonly folder: string;
  readonly licences: string | readonly string[];
};

export type LicenceReport = {
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
