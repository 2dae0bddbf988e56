import * as z from 'zod';
import { Card } from '../card.ts';
import { MAX_TICKETS_PER_PURCHASE } from '../http/purchase-request.ts';
import { CorrelationId, PurchaseId, SeatId, ShowId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { ReminderLead } from '../reminder-lead.ts';

export const PURCHASE_MESSAGE_VERSION = 1;

/** Read wider than it was checked: a currency that only the newer release knows is no broken message. */
const Expected = z.object({ amount: z.int().min(0), currency: z.string().length(3) });

/**
 * What `accept` queues and the worker decides. Unknown fields are ignored, so that two releases can
 * run side by side; what changes the meaning of a known field takes a new version.
 */
export const PurchaseMessage = z.object({
  version: z.literal(PURCHASE_MESSAGE_VERSION),
  purchaseId: PurchaseId,
  userId: UserId,
  showId: ShowId,
  quantity: z.int().min(1).max(MAX_TICKETS_PER_PURCHASE),
  /** Of a show with reserved seating: `quantity` is their number. */
  seats: z.array(SeatId).min(1).max(MAX_TICKETS_PER_PURCHASE).optional(),
  holder: z.object({ name: z.string().max(100), email: z.string().max(254) }),
  card: Card.optional(),
  expectedPrice: Expected.optional(),
  expectedTotal: Expected.optional(),
  reminderLeadSeconds: ReminderLead.optional(),
  /** When `accept` took the request: sale windows are judged by it. */
  requestedAt: Instant,
  correlationId: CorrelationId,
});
export type PurchaseMessage = z.infer<typeof PurchaseMessage>;
