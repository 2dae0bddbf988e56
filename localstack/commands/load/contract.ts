import { Instant, rejectionReasons } from '@willcall/contracts';
import * as z from 'zod';

/** The behaviour of a buyer: buys, sends the same request twice, or enters an invalid card. */
const behaviours = ['buys', 'repeats', 'bad-card'] as const;
export type Behaviour = (typeof behaviours)[number];

const LoadBuyer = z.object({
  name: z.string(),
  token: z.string(),
  /** Unique to this run and this buyer. */
  idempotencyKey: z.string(),
  behaviour: z.enum(behaviours),
});
export type LoadBuyer = z.infer<typeof LoadBuyer>;

/** The show and its buyers in arrival order, from the command to artillery's buyers. */
export const LoadBuyers = z.object({ showId: z.string(), buyers: z.array(LoadBuyer) });
export type LoadBuyers = z.infer<typeof LoadBuyers>;

/** Milliseconds since 1970, by the clock of the load generator. */
const at = z.number();

/** One event that a buyer saw, as one line of JSON, from artillery's buyers to the command. */
export const LoadSample = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('arrived'), at }),
  /** Any response. */
  z.object({
    kind: z.literal('answer'),
    at,
    request: z.enum(['ask', 'look']),
    status: z.int(),
    ms: z.number(),
  }),
  /** From the first request to the first 202, including repeated requests. */
  z.object({ kind: z.literal('accepted'), at, ms: z.number() }),
  /** The same key was sent again and returned the same purchase. */
  z.object({ kind: z.literal('repeated'), at }),
  /** 400 INVALID_CARD, for the buyer with the invalid card. */
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
  /** An unexpected response, or no response. `what` is the same text for the same response. */
  z.object({ kind: z.literal('unexpected'), at, what: z.string() }),
]);
export type LoadSample = z.infer<typeof LoadSample>;
