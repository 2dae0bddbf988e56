import { randomUUID } from 'node:crypto';
import { chmod, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFolder } from '../local-aws-error.ts';
import { hasCode, makeFolder, OWNER_ONLY } from '../process/make-folder.ts';

/** Creates a folder that only its owner can enter, or restricts an existing one. */
export const makePrivateFolder = async (folder: string): Promise<void> => {
  await makeFolder(folder);
  await chmod(folder, OWNER_ONLY.folder);
};

/** Writes a private file (mode 0600) in a private folder, so that its readers see the old content or the new one. */
export const writePrivateFile = async (path: string, content: string): Promise<void> => {
  await makePrivateFolder(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: OWNER_ONLY.file, flag: 'wx' });
  await rename(draft, path);
};

/**
 * Reads a private file (mode 0600), and creates it first if it does not exist.
 *
 * If two processes start at the same time, one of them creates the file and both read the same content:
 * the content is written to a draft, then linked to the file name, which fails if the file exists.
 *
 * @throws UnusableFolderError
 */
export const readOrCreateFile = async (
  path: string,
  content: () => Promise<string>,
): Promise<string> =>
  await explainFolder({ folder: dirname(path), setting: 'WILLCALL_STATE' }, () =>
    readOrCreate(path, content),
  );

const readOrCreate = async (path: string, content: () => Promise<string>): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  await makePrivateFolder(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, await content(), { mode: OWNER_ONLY.file, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return await readFile(path, 'utf8');
};
