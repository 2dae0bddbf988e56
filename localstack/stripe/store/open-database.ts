import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failureCauses, findFailureCause } from '../../aws/failures/failure-causes.ts';
import { UnreadableFileError } from '../../aws/local-aws-error.ts';
import { isBusy } from '../../aws/process/check-database.ts';
import { OWNER_ONLY } from '../../aws/process/make-folder.ts';

/** A process that was killed can hold the file for a moment after its successor has started. */
const PREDECESSOR_TIMEOUT_MS = 10_000;

/** Each commit is flushed to the disk before the request is answered. */
const SETTINGS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
`;

/** Lists filter by the payment intent or the charge that an object belongs to. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    created INTEGER NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS objects_by_type ON objects (type, number);
  CREATE INDEX IF NOT EXISTS objects_by_intent
    ON objects (type, json_extract(content, '$.payment_intent'), number);
  CREATE INDEX IF NOT EXISTS objects_by_charge
    ON objects (type, json_extract(content, '$.charge'), number);
  CREATE TABLE IF NOT EXISTS test_methods (
    payment_method TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS webhook_secrets (
    number INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL,
    secret TEXT NOT NULL,
    expires_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS steps (
    number INTEGER PRIMARY KEY,
    due_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    object TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
  CREATE INDEX IF NOT EXISTS deliveries_by_time ON deliveries (held, due_at, number);
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    stored_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS answers_by_time ON answers (stored_at);
`;

/**
 * Opens the database of an account in an existing folder, for this process alone.
 * @throws UnreadableFileError if the file is damaged, or another process uses it
 */
export const openDatabase = (file: string): DatabaseSync => {
  let database: DatabaseSync | undefined;
  try {
    closeSync(openSync(file, 'a', OWNER_ONLY.file));
    database = new DatabaseSync(file, { timeout: PREDECESSOR_TIMEOUT_MS });
    database.exec(`${SETTINGS} BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    return database;
  } catch (error) {
    database?.close();
    const cause = findFailureCause(error) ?? failureCauses.damagedDatabase;
    const message = isBusy(error)
      ? `${file} is in use by another local Stripe. Stop it, or choose another folder.`
      : cause.explain({ file, setting: 'WILLCALL_DATA' });
    throw new UnreadableFileError(file, message, { cause: error });
  }
};
