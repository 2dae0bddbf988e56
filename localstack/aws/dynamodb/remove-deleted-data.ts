import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findFailureCause } from '../failures/failure-causes.ts';
import { UnreadableFileError } from '../local-aws-error.ts';
import { lockFolder } from '../process/folder-lock.ts';

/** The file of DynamoDB Local with the option `-sharedDb`. */
export const DATABASE_FILE = 'shared-local-instance.db';

/** A parent that was killed leaves its server running for a moment. The server holds the same lock. */
const PREDECESSOR_TIMEOUT_MS = 10_000;

/**
 * Rewrites the database of a DynamoDB that has stopped, without what was deleted from it. DynamoDB Local
 * keeps its tables in SQLite, which leaves a deleted item in the file until its page is used again, and
 * has no option to overwrite it. An erased holder would stay readable there.
 *
 * @throws UnreadableFileError
 */
export const removeDeletedData = (folder: string): void => {
  const file = join(folder, DATABASE_FILE);
  if (!existsSync(file)) return;
  const lock = lockFolder(folder, PREDECESSOR_TIMEOUT_MS);
  let database: DatabaseSync | undefined;
  try {
    if (lock === undefined) throw new Error('Another DynamoDB Local uses the file');
    database = new DatabaseSync(file);
    database.exec('PRAGMA secure_delete = ON; VACUUM');
  } catch (error) {
    const failed = `The tables in ${file} could not be rewritten without deleted items.`;
    const why = findFailureCause(error)?.explain({ file, setting: 'WILLCALL_DATA' });
    throw new UnreadableFileError(file, why === undefined ? failed : `${failed} ${why}`, {
      cause: error,
    });
  } finally {
    database?.close();
    lock?.release();
  }
};
