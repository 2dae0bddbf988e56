import * as z from 'zod';
import { CorrelationId, PurchaseId, ShowId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { Money } from '../money.ts';

/** The `source` of every event of ours on the bus. */
export const EVENT_SOURCE = 'willcall';

export const EVENT_VERSION = 1;

/**
 * What every event's detail begins with. Unknown fields are ignored, so that two releases can run
 * side by side; what changes the meaning of a known field takes a new version.
 */
export const eventBase = {
  /** The same on every redelivery: deduplicate by it. */
  eventId: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  version: z.literal(EVENT_VERSION),
  /** When the change that the event tells of was made. */
  occurredAt: Instant,
  correlationId: CorrelationId,
};

/** Of a purchase: no personal data beyond the user id. */
export const purchaseFields = {
  purchaseId: PurchaseId,
  userId: UserId,
  showId: ShowId,
  quantity: z.int().min(1),
  requestedAt: Instant,
  decidedAt: Instant,
};

/** Of a price change, of a show's price or of one seat's own. */
export const priceChangeFields = {
  showId: ShowId,
  showName: z.string(),
  seatId: z.string().optional(),
  oldPrice: Money,
  newPrice: Money,
  /** Counts the price changes of the show: a later one has the higher number. */
  priceVersion: z.int().min(1),
};
