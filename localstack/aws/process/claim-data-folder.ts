import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalAwsError } from '../local-aws-error.ts';
import { isAlive } from './child.ts';

/**
 * Claims a data folder for this process and returns how to release it. Two at once would each load
 * the same messages, and deliver each of them twice.
 *
 * @throws LocalAwsError DATA_FOLDER_IN_USE when a living process has it
 */
export const claimDataFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'in-use-by');
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new LocalAwsError(
      'DATA_FOLDER_IN_USE',
      `${folder} is in use by process ${owner}: stop it, choose another folder, or delete ${file} if that is no willcall.`,
    );
  }
  await writeFile(file, String(process.pid));
  return async () => {
    await rm(file, { force: true });
  };
};
