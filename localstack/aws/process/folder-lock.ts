import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UnusableFolderError } from '../local-aws-error.ts';
import { isBusy } from './check-database.ts';

/** The lock of a folder that this process holds. */
export type FolderLock = {
  /** Can be repeated. */
  release(): void;
};

/**
 * Locks an existing folder for this process. Returns undefined if another process holds the lock for
 * longer than `waitMs`.
 *
 * It is a lock of the operating system on the file `lock`. Of any number of processes that ask at once,
 * exactly one gets it. The system releases it when the process ends, even by `kill -9`, so there is no
 * stale lock that somebody would have to recognize and take over. Node cannot lock a file itself, but its
 * SQLite can. Nothing is ever written to the file, and nothing else in this process may open it: closing
 * it anywhere would release the lock.
 *
 * @throws UnusableFolderError if the lock's file cannot be made
 */
export const lockFolder = (folder: string, waitMs: number): FolderLock | undefined => {
  const file = join(folder, 'lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: waitMs });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw new UnusableFolderError(folder, file, { cause: error });
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
};
