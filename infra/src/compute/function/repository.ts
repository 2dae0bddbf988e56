import { join } from 'node:path';

/** The folder with the lock file: what the functions are bundled in. */
export const REPOSITORY = join(import.meta.dirname, '../../../..');

/** The folder with one file for each function. */
export const ENTRIES = join(import.meta.dirname, '../../entries');
