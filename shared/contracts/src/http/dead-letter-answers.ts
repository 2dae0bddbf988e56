import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { decidedStatuses } from '../purchase.ts';

const counts = z.object({
  ready: described(
    z.int(),
    'Messages that can be received now, or wait behind another one of their buyer and show.',
  ),
  hidden: described(z.int(), 'Messages that are being tried, or wait for their next attempt.'),
});

/** A dead letter or a parked message: ids and reasons, and no other part of it. */
export const DeadLetter = z.object({
  queue: described(
    z.enum(['dead', 'parked']),
    'Whether willcall tries the message again by itself, or it waits for a person.',
  ),
  messageId: described(z.string(), 'The id of the message.'),
  purchaseId: described(
    z.exactOptional(z.string()),
    'The id of its purchase. Absent if the message does not tell.',
  ),
  showId: described(z.exactOptional(z.string()), 'The id of the show, if the message tells.'),
  receiveCount: described(z.int(), 'How often the message was received.'),
  sentAt: described(z.string(), 'When the message was sent to this queue.'),
  verdict: described(
    z.enum(['decided', 'waiting', 'poison']),
    'The purchase is decided already, can be decided, or can never be decided by this release.',
  ),
  status: described(
    z.exactOptional(z.enum([...decidedStatuses, 'UNREADABLE'])),
    'With `decided`: the decision, or UNREADABLE if its record is damaged.',
  ),
  why: described(
    z.exactOptional(z.string()),
    'With `poison`: what is wrong with the message. It names fields, and no values.',
  ),
  next: described(
    z.exactOptional(z.enum(['retry', 'redrive', 'FAILED', 'park', 'repair'])),
    'What happens next. `waiting`: willcall retries it, or a redrive sends it back. `poison`: willcall records FAILED, or parks it; or it needs a repair before a redrive.',
  ),
  nextTryAt: described(z.exactOptional(z.string()), 'With `retry`: when willcall tries it again.'),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** `GET /v1/dead-letters`. */
export const DeadLetterList = z.object({
  dead: described(counts, 'The dead letters. The counts of SQS are approximate.'),
  parked: described(counts, 'The parked messages.'),
  letters: described(
    z.readonly(z.array(DeadLetter)),
    'The messages that can be received now, at most 500 of each queue. Hidden ones are only counted.',
  ),
});
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** `POST /v1/dead-letters/redrive`. */
export const Redriven = z.object({
  sent: described(z.int(), 'How many parked messages were sent back.'),
  newer: described(
    z.int(),
    'How many were parked since the request began, and stay parked: possibly some that were just sent.',
  ),
  isComplete: described(
    z.boolean(),
    'False if the time was used up: the other messages are still parked. Repeat the request.',
  ),
});
export type Redriven = z.infer<typeof Redriven>;
