import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The modes of what only its owner can read. */
export const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/**
 * Creates a folder that a user named, with those above it, for its owner only. Does nothing if it exists.
 *
 * Node's own option `recursive` never ends below a folder such as /proc, which answers ENOENT although
 * the folder above exists.
 *
 * @throws the error of the operating system
 */
export const makeFolder = async (folder: string): Promise<void> => {
  try {
    await makeOne(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    await makeFolder(dirname(folder));
    await makeOne(folder);
  }
};

const makeOne = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, OWNER_ONLY.folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(folder)).isDirectory()) throw error;
  }
};

/** Whether an error has a code of the operating system. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
