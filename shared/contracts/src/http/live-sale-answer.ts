import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { rejectionReasons } from '../purchase.ts';

const TimeToDecision = z.object({
  p50: described(z.int(), 'Half of the purchases were decided within this time.'),
  p99: described(z.int(), '99 of 100 purchases were decided within this time.'),
});

/** The counts of a point, or of all points of an answer. */
const counts = {
  confirmed: described(z.int(), 'Purchases that got their tickets.'),
  tickets: described(z.int(), 'The tickets of these purchases.'),
  held: described(z.int(), 'Purchases whose tickets were held until they are paid.'),
  paid: described(z.int(), 'Those of the confirmed purchases that were held before.'),
  expired: described(z.int(), 'Purchases that were not paid in time.'),
  rejected: described(z.int(), 'Purchases that were refused.'),
  reasons: described(
    z.partialRecord(z.enum(rejectionReasons), z.int()),
    'The refused purchases by reason. Reasons without one are absent.',
  ),
  failed: described(z.int(), 'Purchases that willcall gave up.'),
  cancelled: described(z.int(), 'Purchases that were cancelled after they were held or confirmed.'),
  returned: described(
    z.int(),
    'The tickets that came back on sale, by these cancellations or because they were not paid.',
  ),
  withdrawn: described(z.int(), 'Purchases that were cancelled before they were decided.'),
  timeToDecisionMs: described(
    z.exactOptional(TimeToDecision),
    'Milliseconds from the request to the decision, at most 26 % too long. Absent if nothing was decided.',
  ),
};

export const LivePoint = z.object({
  at: described(z.string(), 'Where the point begins.'),
  seconds: described(
    z.int(),
    'How long the point is: 1 in the last five minutes, 10 before. Points do not overlap.',
  ),
  ...counts,
});
export type LivePoint = z.infer<typeof LivePoint>;

/** Where a figure about the age of the queue is from. */
const queueAgeSources = ['CLOUDWATCH', 'WORKERS'] as const;

/** `GET /v1/shows/{showId}/live`: what an operator watches during a sale. */
export const LiveSale = z.object({
  at: described(z.string(), 'The time of this answer.'),
  capacity: described(z.int(), 'The number of tickets in all.'),
  available: described(z.int(), 'The tickets that are neither held nor sold, by the counters.'),
  held: described(z.int(), 'The tickets that are held until they are paid, by the counters.'),
  sold: described(z.int(), 'The tickets that are sold, by the counters.'),
  shards: described(
    z.readonly(
      z.array(
        z.object({
          available: described(z.int(), 'The tickets that are left in the shard.'),
          sold: described(z.int(), 'The tickets that were sold from the shard.'),
        }),
      ),
    ),
    'The stock shards of the show, in order.',
  ),
  queue: described(
    z.exactOptional(
      z.object({
        depth: described(
          z.int(),
          'The purchases of all shows that wait for a decision, as SQS estimates.',
        ),
        age: described(
          z.exactOptional(
            z.object({
              seconds: described(z.int(), 'How long the oldest purchase has waited.'),
              measuredAt: described(z.string(), 'When that was measured.'),
              source: described(
                z.enum(queueAgeSources),
                '`CLOUDWATCH`: the age of the oldest message. `WORKERS`: the longest wait among the purchases that the workers decided then.',
              ),
            }),
          ),
          'Absent if nothing has waited long enough to be measured, or it cannot be read.',
        ),
      }),
    ),
    'Absent while the queue cannot be read.',
  ),
  deadLetters: described(
    z.exactOptional(
      z.object({
        waiting: described(z.int(), 'Purchases that failed five times, and are tried again.'),
        parkedPurchases: described(z.int(), 'Purchases that only a person can deal with.'),
        parkedEvents: described(z.int(), 'Changes that could not be announced.'),
      }),
    ),
    'Of all shows, as SQS estimates. Absent while a queue cannot be read.',
  ),
  from: described(
    z.string(),
    'Where the points of this answer begin. They replace those that were read before. Less than an hour ago if a sale is so busy that an hour is too much for one answer.',
  ),
  next: described(z.string(), 'The `since` of the next request. Later points can still change.'),
  points: described(
    z.readonly(z.array(LivePoint)),
    'What was decided, in order of time. A point without a decision is absent.',
  ),
  decided: described(z.object(counts), 'The sums of the points of this answer.'),
  asked: described(
    z.exactOptional(
      z.object({
        estimate: described(
          z.int(),
          'The decisions of this answer, and what is queued for all shows.',
        ),
      }),
    ),
    'How many purchases were asked for. An estimate: nothing counts requests. Absent while the queue cannot be read.',
  ),
});
export type LiveSale = z.infer<typeof LiveSale>;
