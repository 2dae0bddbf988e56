import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/**
 * Keys, logs and what is running: `.willcall/` at the root of the repository, which git ignores, or
 * the folder that WILLCALL_STATE names.
 */
export const DEFAULT_STATE_FOLDER = process.env.WILLCALL_STATE ?? join(REPOSITORY, '.willcall');

const OWNER_ONLY = 0o700;

/** Makes a folder that only its owner can enter, or makes one such. */
export const privateFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  await chmod(folder, OWNER_ONLY);
};
