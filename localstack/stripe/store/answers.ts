import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const StoredAnswer = z.object({
  path: z.string(),
  fingerprint: z.string(),
  status: z.int(),
  body: z.string(),
});

/** The answer that was given to the first request with an idempotency key. */
export type StoredAnswer = z.infer<typeof StoredAnswer>;

export type Answers = {
  find(key: string, nowMs: number): StoredAnswer | undefined;
  add(key: string, answer: StoredAnswer, nowMs: number): void;
};

/**
 * After this time, a key counts as a new one. Stripe removes keys once they are at least 24 hours old.
 * Source: https://docs.stripe.com/api/idempotent_requests
 */
const KEPT_MS = 24 * 60 * 60 * 1_000;

export const createAnswers = (database: DatabaseSync): Answers => {
  const select = database.prepare(
    'SELECT path, fingerprint, status, body FROM answers WHERE key = ? AND stored_at > ?',
  );
  const forget = database.prepare('DELETE FROM answers WHERE stored_at <= ?');
  const insert = database.prepare(
    `INSERT INTO answers (key, path, fingerprint, status, body, stored_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return {
    find: (key, nowMs) => StoredAnswer.optional().parse(select.get(key, nowMs - KEPT_MS)),
    add: (key, { path, fingerprint, status, body }, nowMs) => {
      forget.run(nowMs - KEPT_MS);
      insert.run(key, path, fingerprint, status, body, nowMs);
    },
  };
};
