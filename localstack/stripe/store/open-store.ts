import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { makePrivateFolder } from '../../aws/identity/private-files.ts';
import { transact } from '../../aws/process/transact.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createObjects, type Objects } from './objects.ts';
import { openDatabase } from './open-database.ts';

/** What an account keeps. Writes MUST run inside `transact`. */
export type Store = {
  readonly objects: Objects;
  readonly agenda: Agenda;
  readonly answers: Answers;
  readonly testMethods: TestMethodNames;
  readonly secrets: WebhookSecrets;
  /** Runs writes in one transaction, which is on the disk when this returns. */
  transact<Result>(write: () => Result): Result;
  /** Can be repeated. */
  close(): void;
};

/** Which of Stripe's test payment methods a payment method was made from. */
type TestMethodNames = {
  add(paymentMethod: string, name: string): void;
  find(paymentMethod: string): string | undefined;
};

/** The secrets that sign what is sent to a webhook endpoint. Two while one is replaced. */
type WebhookSecrets = {
  /** @param expireOthersAt when the earlier ones end, in milliseconds since 1970 */
  add(endpoint: string, secret: string, expireOthersAt: number): void;
  /** Returns those that are valid, the newest first. */
  list(endpoint: string, nowMs: number): readonly string[];
  removeAll(endpoint: string): void;
};

/** The file of an account in its folder. */
export const DATABASE_FILE = 'stripe.db';

/** @throws UnreadableFileError; UnusableFolderError */
export const openStore = async (folder: string): Promise<Store> => {
  await makePrivateFolder(folder);
  const database = openDatabase(join(folder, DATABASE_FILE));
  return {
    objects: createObjects(database),
    agenda: createAgenda(database),
    answers: createAnswers(database),
    testMethods: createTestMethodNames(database),
    secrets: createWebhookSecrets(database),
    transact: (write) => transact(database, write),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

const createTestMethodNames = (database: DatabaseSync): TestMethodNames => {
  const insert = database.prepare('INSERT INTO test_methods (payment_method, name) VALUES (?, ?)');
  const select = database.prepare('SELECT name FROM test_methods WHERE payment_method = ?');
  return {
    add: (paymentMethod, name) => void insert.run(paymentMethod, name),
    find: (paymentMethod) =>
      z.object({ name: z.string() }).optional().parse(select.get(paymentMethod))?.name,
  };
};

const createWebhookSecrets = (database: DatabaseSync): WebhookSecrets => {
  const expire = database.prepare(
    'UPDATE webhook_secrets SET expires_at = ? WHERE endpoint = ? AND expires_at IS NULL',
  );
  const insert = database.prepare('INSERT INTO webhook_secrets (endpoint, secret) VALUES (?, ?)');
  const select = database.prepare(
    `SELECT secret FROM webhook_secrets
     WHERE endpoint = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY number DESC`,
  );
  const remove = database.prepare('DELETE FROM webhook_secrets WHERE endpoint = ?');
  return {
    add: (endpoint, secret, expireOthersAt) => {
      expire.run(expireOthersAt, endpoint);
      insert.run(endpoint, secret);
    },
    list: (endpoint, nowMs) =>
      select.all(endpoint, nowMs).map((row) => z.object({ secret: z.string() }).parse(row).secret),
    removeAll: (endpoint) => void remove.run(endpoint),
  };
};
