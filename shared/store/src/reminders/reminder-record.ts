import { CorrelationId, Instant, ShowId, UserId } from '@willcall/contracts';
import * as z from 'zod';

/** The partition of a reminder: the minute in which it is due, and a lane, e.g. `2031-05-31T20:00#7`. */
export const ReminderKey = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}#\d+$/)
  .refine((key) => !Number.isNaN(Date.parse(`${key.slice(0, 16)}Z`)));

/**
 * A reminder: whom to remind of what, and when. At most 1 KB with the longest of user ids, so that
 * setting it and firing it cost one write unit each. What it reminds of is read when it fires.
 */
export const ReminderRecord = z.object({
  dueKey: ReminderKey,
  purchaseRef: z.string(),
  userId: UserId,
  recordKey: z.string(),
  showId: ShowId,
  dueAt: Instant,
  /** Seconds since 1970, after which DynamoDB may remove it. */
  expiresAt: z.int(),
  correlationId: CorrelationId,
  /** Set once: by the sweep, or with the item when no sweep would have come by any more. */
  firedAt: Instant.optional(),
  cancelledAt: Instant.optional(),
});
export type ReminderRecord = z.infer<typeof ReminderRecord>;
