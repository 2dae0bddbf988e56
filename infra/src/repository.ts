import { join } from 'node:path';

/** The top of the repository. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/** The folder with one file for each function that is deployed. */
export const ENTRIES = join(import.meta.dirname, 'entries');

/** The folder with the programs that `npm ci` has installed, such as `cdk`. */
export const PROGRAMS = join(REPOSITORY, 'node_modules/.bin');
