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
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .describe('The same on every redelivery: deduplicate by it.'),
  version: z.literal(EVENT_VERSION).describe('Of the shape of this event.'),
  occurredAt: Instant.describe('When the change that the event tells of was made.'),
  correlationId: CorrelationId.describe(
    'Of the request that led to it, as in its answer and logs.',
  ),
};

/** Of a purchase: no personal data beyond the user id. */
export const purchaseFields = {
  purchaseId: PurchaseId.describe('The purchase.'),
  userId: UserId.describe('The buyer: the `sub` of the token.'),
  showId: ShowId.describe('The show.'),
  quantity: z.int().min(1).describe('How many tickets were asked for.'),
  requestedAt: Instant.describe('When the purchase was accepted.'),
  decidedAt: Instant.describe('When it was decided.'),
};

/** Of a show, in every event that tells of one. */
export const showFields = {
  showId: ShowId.describe('The show.'),
  showName: z.string().describe('Its name.'),
};

/** Of a price change, of a show's price or of one seat's own. */
export const priceChangeFields = {
  ...showFields,
  seatId: z.string().optional().describe("The seat, when its own price changed, not the show's."),
  oldPrice: Money.describe('The price before.'),
  newPrice: Money.describe('The price from now on.'),
  priceVersion: z
    .int()
    .min(1)
    .describe('Counts the price changes of the show, or of the seat: a later one is higher.'),
};
