import type { DatabaseSync } from 'node:sqlite';

/** Runs writes in one transaction: all of them take effect, or none if one throws. */
export const transact = <Result>(database: DatabaseSync, write: () => Result): Result => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = write();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // Some errors have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};
