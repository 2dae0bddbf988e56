import { join } from 'node:path';

/** The root of the repository. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/**
 * The folder for keys, logs and the running stack: WILLCALL_STATE, or `.willcall/` at the root of the
 * repository, which git ignores.
 */
export const DEFAULT_STATE_FOLDER = process.env.WILLCALL_STATE ?? join(REPOSITORY, '.willcall');
