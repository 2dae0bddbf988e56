import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** What happens to a payment some time after the request that began it. */
const StepKind = z.enum(['end-processing', 'end-refund', 'fail-refund', 'open-dispute']);

export type StepKind = z.infer<typeof StepKind>;

const Step = z.object({ number: z.int(), kind: StepKind, object: z.string() });

type Step = z.infer<typeof Step>;

const Delivery = z.object({
  number: z.int(),
  event: z.string(),
  endpoint: z.string(),
  failures: z.int(),
});

/** One event on its way to one webhook endpoint. */
export type Delivery = z.infer<typeof Delivery>;

export type Agenda = {
  addStep(step: { readonly kind: StepKind; readonly object: string; readonly dueAt: number }): void;
  /** Returns the steps that are due, the earliest first. */
  dueSteps(nowMs: number): readonly Step[];
  removeStep(number: number): void;
  addDelivery(delivery: {
    readonly event: string;
    readonly endpoint: string;
    readonly dueAt: number;
    readonly isHeld: boolean;
  }): void;
  /** Returns so many deliveries that are due and not held back, the earliest first. */
  dueDeliveries(nowMs: number, limit: number): readonly Delivery[];
  heldDeliveries(): readonly Delivery[];
  /** Makes a delivery wait for its next attempt. It is held back no longer. */
  postponeDelivery(number: number, dueAt: number, failures: number): void;
  removeDelivery(number: number): void;
  removeDeliveriesTo(endpoint: string): void;
  countDeliveries(event: string): number;
  /** Returns when something is due after a time, in milliseconds since 1970. */
  nextDueAt(nowMs: number): number | undefined;
};

const Next = z.object({ next: z.int().nullable() });

/** Keeps steps and deliveries in the database, so that they survive the process. */
export const createAgenda = (database: DatabaseSync): Agenda => {
  const fields = 'number, event, endpoint, failures';
  const addStep = database.prepare('INSERT INTO steps (due_at, kind, object) VALUES (?, ?, ?)');
  const dueSteps = database.prepare(
    'SELECT number, kind, object FROM steps WHERE due_at <= ? ORDER BY due_at, number',
  );
  const removeStep = database.prepare('DELETE FROM steps WHERE number = ?');
  const addDelivery = database.prepare(
    'INSERT INTO deliveries (event, endpoint, due_at, held) VALUES (?, ?, ?, ?)',
  );
  const dueDeliveries = database.prepare(
    `SELECT ${fields} FROM deliveries WHERE held = 0 AND due_at <= ?
     ORDER BY due_at, number LIMIT ?`,
  );
  const heldDeliveries = database.prepare(
    `SELECT ${fields} FROM deliveries WHERE held = 1 ORDER BY number`,
  );
  const postpone = database.prepare(
    'UPDATE deliveries SET due_at = ?, failures = ?, held = 0 WHERE number = ?',
  );
  const removeDelivery = database.prepare('DELETE FROM deliveries WHERE number = ?');
  const removeTo = database.prepare('DELETE FROM deliveries WHERE endpoint = ?');
  const count = database.prepare('SELECT COUNT(*) AS next FROM deliveries WHERE event = ?');
  const next = database.prepare(
    `SELECT MIN(due_at) AS next FROM
      (SELECT due_at FROM steps UNION ALL SELECT due_at FROM deliveries WHERE held = 0)
     WHERE due_at > ?`,
  );
  return {
    addStep: ({ kind, object, dueAt }) => void addStep.run(dueAt, kind, object),
    dueSteps: (nowMs) => dueSteps.all(nowMs).map((row) => Step.parse(row)),
    removeStep: (number) => void removeStep.run(number),
    addDelivery: ({ event, endpoint, dueAt, isHeld }) =>
      void addDelivery.run(event, endpoint, dueAt, isHeld ? 1 : 0),
    dueDeliveries: (nowMs, limit) =>
      dueDeliveries.all(nowMs, limit).map((row) => Delivery.parse(row)),
    heldDeliveries: () => heldDeliveries.all().map((row) => Delivery.parse(row)),
    postponeDelivery: (number, dueAt, failures) => void postpone.run(dueAt, failures, number),
    removeDelivery: (number) => void removeDelivery.run(number),
    removeDeliveriesTo: (endpoint) => void removeTo.run(endpoint),
    countDeliveries: (event) => Next.parse(count.get(event)).next ?? 0,
    nextDueAt: (nowMs) => Next.parse(next.get(nowMs)).next ?? undefined,
  };
};
