import * as z from 'zod';

/**
 * What waits in the parked-events queue for a person: a record of a table's stream that can never
 * become an event, whole, so that it can be sent through again once the fault is repaired. It holds
 * what the table holds, PERSONAL DATA included (a purchase's holder): the queue is encrypted, nobody
 * logs it, and it forgets after 14 days.
 */
export const ParkedRecord = z.object({
  version: z.literal(1),
  /** A stable code of why, e.g. `UNREADABLE_RECORD`. */
  reason: z.string(),
  parkedAt: z.iso.datetime(),
  /** The DynamoDBRecord, as Lambda was given it. */
  record: z.record(z.string(), z.unknown()),
});
export type ParkedRecord = z.infer<typeof ParkedRecord>;
