import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { failureCauses, findFailureCause } from '../failures/failure-causes.ts';
import { type JsonObject, parseJson } from '../json.ts';
import { UnreadableFileError } from '../local-aws-error.ts';
import { transact } from '../process/transact.ts';
import type { MatchedEvent } from './input/target-input.ts';
import { Rule, Target } from './rule.ts';

/** One event on its way to one target. */
export type Delivery = MatchedEvent & { readonly target: Target };

export type PendingDelivery = {
  readonly id: number;
  readonly delivery: Delivery;
  /** How often the target has failed so far. */
  readonly failures: number;
};

/** Keeps deliveries until they have ended. */
export type DeliveryLog = {
  /** Whether deliveries survive this process. */
  readonly isDurable: boolean;
  /**
   * Adds all deliveries, or none. Once it returns, an implementation that is durable MUST keep them
   * even if the machine loses its power.
   */
  add(deliveries: readonly Delivery[]): readonly PendingDelivery[];
  countFailure(id: number): void;
  remove(id: number): void;
  /** Returns the deliveries that an earlier process left, oldest first. */
  load(): readonly PendingDelivery[];
  /** Can be repeated. */
  close(): void;
};

/** Keeps deliveries in the memory of their caller only. */
export const createMemoryLog = (): DeliveryLog => {
  let last = 0;
  return {
    isDurable: false,
    add: (deliveries) =>
      deliveries.map((delivery) => {
        last += 1;
        return { id: last, delivery, failures: 0 };
      }),
    countFailure: () => undefined,
    remove: () => undefined,
    load: () => [],
    close: () => undefined,
  };
};

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const BusEvent = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()).readonly(),
  detail: z.custom<JsonObject>(isJsonObject),
});

const Content = z.object({
  rule: Rule,
  target: Target,
  event: BusEvent,
  ingestedAt: z.coerce.date(),
});

const Row = z.object({ id: z.int(), content: z.string(), failures: z.int() });

/** A process that was killed can hold the file for a moment after its successor has started. */
const PREDECESSOR_TIMEOUT_MS = 10_000;

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

/**
 * Opens a log in a file. Only one process can have it open.
 * @param onUnreadable called for each delivery that cannot be read. It stays in the file.
 * @throws UnreadableFileError if the file is not such a log, or another process uses it
 */
export const openDeliveryLog = (file: string, onUnreadable: (id: number) => void): DeliveryLog => {
  const database = openDatabase(file);
  const insert = database.prepare('INSERT INTO deliveries (content) VALUES (?)');
  const count = database.prepare('UPDATE deliveries SET failures = failures + 1 WHERE id = ?');
  const remove = database.prepare('DELETE FROM deliveries WHERE id = ?');
  const select = database.prepare('SELECT id, content, failures FROM deliveries ORDER BY id');
  return {
    isDurable: true,
    add: (deliveries) =>
      commitToDisk(database, () =>
        deliveries.map((delivery) => {
          const { lastInsertRowid } = insert.run(JSON.stringify(delivery));
          return { id: Number(lastInsertRowid), delivery, failures: 0 };
        }),
      ),
    countFailure: (id) => void count.run(id),
    remove: (id) => void remove.run(id),
    load: () =>
      select.all().flatMap((row) => {
        const { id, content, failures } = Row.parse(row);
        const delivery = Content.safeParse(parseJson(content)).data;
        if (delivery === undefined) onUnreadable(id);
        return delivery === undefined ? [] : [{ id, delivery, failures }];
      }),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

const openDatabase = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: PREDECESSOR_TIMEOUT_MS });
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database?.close();
    const known = findFailureCause(error);
    throw new UnreadableFileError(
      file,
      known !== undefined && known !== failureCauses.damagedDatabase
        ? known.explain({ file, setting: 'WILLCALL_DATA' })
        : `The undelivered events in ${file} could not be read. Stop the process that uses the file; if there is none, repair the file, or delete it to lose these events.`,
      { cause: error },
    );
  }
};

/**
 * Runs writes in one transaction that is flushed to the disk. Other commits are not: a removal that a
 * power failure undoes only means that the target gets the event again.
 */
const commitToDisk = <Result>(database: DatabaseSync, write: () => Result): Result => {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return transact(database, write);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
};
