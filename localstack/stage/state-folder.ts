import { join } from 'node:path';

/** The root of the repository, for what is named by its path in it. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/**
 * Keys, logs and what is running: `.willcall/` at the root of the repository, which git ignores, or
 * the folder that WILLCALL_STATE names.
 */
export const DEFAULT_STATE_FOLDER = process.env.WILLCALL_STATE ?? join(REPOSITORY, '.willcall');
