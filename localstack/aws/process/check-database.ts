import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failureCauses, findFailureCause, sqliteCodeOf } from '../failures/failure-causes.ts';
import { UnreadableFileError } from '../local-aws-error.ts';

/**
 * Checks a SQLite file before a server opens it, because a server that finds it damaged ends without a
 * reason, or fails each of its calls. A file that is missing or that another process holds is not checked.
 *
 * @throws UnreadableFileError
 */
export const checkDatabase = (file: string): void => {
  if (!existsSync(file)) return;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    const [found] = database.prepare('PRAGMA quick_check(1)').all();
    if (found?.quick_check === 'ok') return;
  } catch (error) {
    if (isBusy(error)) return;
    const cause = findFailureCause(error) ?? failureCauses.damagedDatabase;
    throw new UnreadableFileError(file, cause.explain({ file, setting: 'WILLCALL_DATA' }), {
      cause: error,
    });
  } finally {
    database?.close();
  }
  throw new UnreadableFileError(file, failureCauses.damagedDatabase.explain({ file }));
};

/**
 * SQLite's codes that end with this byte mean that another connection holds a lock.
 * Source: https://www.sqlite.org/rescode.html#busy
 */
const BUSY = 5;

/** Whether another connection holds a lock. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && sqliteCodeOf(error) === BUSY;
