import { ALLOWED_LICENCES } from './allowed-licences.ts';

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
