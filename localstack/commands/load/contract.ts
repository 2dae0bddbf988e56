import { Instant, rejectionReasons } from '@willcall/contracts';
import * as z from 'zod';

/** What a buyer of a load does: buys, sends the same request twice, or types a card that is none. */
const behaviours = ['buys', 'repeats', 'bad-card'] as const;
export type Behaviour = (typeof behaviours)[number];

const LoadBuyer = z.object({
  name: z.string(),
  token: z.string(),
  /** Of this run and buyer only. */
  idempotencyKey: z.string(),
  behaviour: z.enum(behaviours),
});
export type LoadBuyer = z.infer<typeof LoadBuyer>;

/** Who buys what, in the order in which they come: from the command to the buyers that artillery runs. */
export const LoadBuyers = z.object({ showId: z.string(), buyers: z.array(LoadBuyer) });
export type LoadBuyers = z.infer<typeof LoadBuyers>;

/** Milliseconds since 1970, by the clock of the machine that makes the load. */
const at = z.number();

/** What a buyer saw, as it happened: one line of JSON each, from the buyers to the command. */
export const LoadSample = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('arrived'), at }),
  /** Any answer. */
  z.object({
    kind: z.literal('answer'),
    at,
    request: z.enum(['ask', 'look']),
    status: z.int(),
    ms: z.number(),
  }),
  /** From the first request to the first 202, repetitions included. */
  z.object({ kind: z.literal('accepted'), at, ms: z.number() }),
  /** The same key again, and the same purchase. */
  z.object({ kind: z.literal('repeated'), at }),
  /** 400 INVALID_CARD, to the buyer with the bad card. */
  z.object({ kind: z.literal('card-refused'), at }),
  /** 409 SOLD_OUT, without a record. */
  z.object({ kind: z.literal('sold-out'), at }),
  z.object({
    kind: z.literal('decided'),
    at,
    status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
    reason: z.enum(rejectionReasons).optional(),
    quantity: z.int(),
    requestedAt: Instant,
    decidedAt: Instant,
  }),
  z.object({ kind: z.literal('undecided'), at }),
  /** An answer that no buyer should get, or none: `what` is the same for the same answer. */
  z.object({ kind: z.literal('unexpected'), at, what: z.string() }),
]);
export type LoadSample = z.infer<typeof LoadSample>;
