import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalAwsError } from '../local-aws-error.ts';
import { isAlive } from './child.ts';

/**
 * Claims a data folder for this process, and returns a function that releases it. Two processes that
 * share a folder would both load its messages and deliver each of them twice.
 *
 * @throws LocalAwsError DATA_FOLDER_IN_USE when another running process uses the folder
 */
export const claimDataFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'in-use-by');
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new LocalAwsError(
      'DATA_FOLDER_IN_USE',
      `${folder} is in use by process ${owner}. Stop that process or choose another folder. If that process is not willcall, delete ${file}.`,
    );
  }
  await writeFile(file, String(process.pid));
  return async () => {
    await rm(file, { force: true });
  };
};
