import * as z from 'zod';
import { holdsCardNumber } from '../card-number.ts';
import { changeOf, either, objectOf, wholeNumber } from '../fields.ts';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { Card, MAX_TICKETS_PER_PURCHASE, rejectionReasons, statuses } from '../purchase.ts';
import { Email, printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { nextCursor } from './lists.ts';
import { distinctSeats } from './seats.ts';

/** The name on the tickets and an e-mail address. */
export const Holder = objectOf(
  {
    name: printable(100).describe('The name on the tickets.'),
    email: Email.describe('The e-mail address of the holder.'),
  },
  'an object with name and email',
);
export type Holder = z.infer<typeof Holder>;

const CARD_NUMBER = 'must be the digits of a card number, as text of at most 64 characters';

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = objectOf(
  {
    showId: ShowId.describe('The id of the show.'),
    quantity: wholeNumber(1, MAX_TICKETS_PER_PURCHASE)
      .optional()
      .describe('The number of tickets. Either this or `seats` is required.'),
    seats: distinctSeats(1, MAX_TICKETS_PER_PURCHASE)
      .optional()
      .describe(
        'For a show with reserved seating: the ids of the seats. The purchase gets all of them or none.',
      ),
    holder: Holder.describe('Who holds the tickets.'),
    card: objectOf(
      {
        // `checkCard` checks the digits: a wrong number is INVALID_CARD, not INVALID_REQUEST.
        number: z
          .string({ error: CARD_NUMBER })
          .max(64, { error: CARD_NUMBER })
          .describe('The digits of the card number. Spaces and hyphens are ignored.'),
        expiryMonth: wholeNumber(1, 12).describe('The month in which the card expires.'),
        expiryYear: wholeNumber(2000, 2999).describe('The year in which the card expires.'),
      },
      'an object with number, expiryMonth and expiryYear',
    )
      .optional()
      .describe('Not required for a free show. Only the format is checked. Nothing is charged.'),
    expectedPrice: Money.optional().describe(
      'The price per ticket that the buyer saw. At any other price, the purchase is rejected with PRICE_CHANGED.',
    ),
    expectedTotal: Total.optional().describe(
      'The total price that the buyer saw, for seats with different prices.',
    ),
    reminderLeadSeconds: ReminderLead.optional().describe(
      'How long before the start to remind the buyer. Defaults to the lead of the show. 0 means no reminder. Less than two minutes may pass without one.',
    ),
  },
  'a JSON object',
).refine(...either('quantity', 'seats'));
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/**
 * `Idempotency-Key`: 1 to 255 printable ASCII characters. The key becomes part of
 * the hash of the purchase id and of the answer, and neither may hold a card number.
 */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/)
  .refine((key) => !holdsCardNumber(key));

/** The body of `PATCH /v1/purchases/{purchaseId}`: at least one change. Unknown fields are refused. */
export const PurchaseChange = changeOf({
  holder: Holder.optional().describe('Who holds the tickets from now on.'),
  reminderLeadSeconds: ReminderLead.optional().describe(
    'How long before the start to remind the buyer.',
  ),
});
export type PurchaseChange = z.infer<typeof PurchaseChange>;

const decidedStatus = z.enum(statuses).exclude(['PENDING']);

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export const DecidedPurchase = z.object({
  purchaseId: z.string().describe('The id of the purchase.'),
  showId: z
    .string()
    .exactOptional()
    .describe(
      'The id of the show. Absent, like `quantity` and `holder`, if the message of a FAILED purchase could not be read, or if the purchase was cancelled before it was decided.',
    ),
  status: decidedStatus.describe('The decision.'),
  reason: z
    .enum(rejectionReasons)
    .exactOptional()
    .describe('With REJECTED: why. New reasons can appear.'),
  quantity: z.int().exactOptional().describe('The number of tickets requested.'),
  total: Total.exactOptional().describe(
    'The total price of the tickets. Present only if tickets were sold.',
  ),
  tickets: z
    .array(
      z.object({
        ticketId: z.string().describe('The id of the ticket.'),
        seat: z.string().exactOptional().describe('The id of the seat, with reserved seating.'),
      }),
    )
    .readonly()
    .describe('The tickets. Empty unless the purchase is CONFIRMED.'),
  refusedSeats: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .describe('With SEAT_TAKEN or SEAT_UNKNOWN: the seats that were refused.'),
  ticketsLeft: z
    .int()
    .exactOptional()
    .describe('With SOLD_OUT: the tickets that were left at the decision, fewer than requested.'),
  currentPrice: Money.exactOptional().describe(
    'With PRICE_CHANGED: the current price per ticket, if all requested tickets cost the same.',
  ),
  currentTotal: Total.exactOptional().describe(
    'With PRICE_CHANGED: the current total price of the requested tickets.',
  ),
  card: Card.exactOptional().describe('The card with which the buyer paid.'),
  holder: z
    .object({
      name: z.string().describe('The name on the tickets.'),
      email: z.string().describe('The e-mail address of the holder.'),
    })
    .exactOptional()
    .describe('Who holds the tickets.'),
  message: z.string().describe('A sentence for people, e.g. "Booked 2 tickets for Ana."'),
  reminderLeadSeconds: z
    .int()
    .exactOptional()
    .describe('How long before the start the buyer is reminded, if the buyer chose it.'),
  requestedAt: z.string().describe('When willcall accepted the request.'),
  decidedAt: z.string().describe('When willcall decided the purchase.'),
  cancelledAt: z.string().exactOptional().describe('When the purchase was cancelled.'),
});
export type DecidedPurchase = z.infer<typeof DecidedPurchase>;

/** `GET /v1/purchases/{purchaseId}` before the decision, and the 202 response of `POST /v1/purchases`. */
export const PendingPurchase = z.object({
  purchaseId: z.string().describe('The id of the purchase.'),
  status: z.literal('PENDING').describe('The purchase is not decided yet.'),
  estimatedWaitSeconds: z
    .int()
    .exactOptional()
    .describe(
      'Estimated from the lag that workers measure. Absent if there is no noticeable wait.',
    ),
});
export type PendingPurchase = z.infer<typeof PendingPurchase>;

/** `GET /v1/users/{userId}/purchases`: each page newest first. */
export const PurchaseList = z.object({
  purchases: z.array(DecidedPurchase).readonly().describe('The purchases of the page.'),
  nextCursor,
});
export type PurchaseList = z.infer<typeof PurchaseList>;

/** `GET /v1/users/{userId}/shows/{showId}`: the tickets that a buyer holds for a show. */
export const BuyerLedger = z.object({
  userId: z.string().describe('The id of the buyer.'),
  showId: z.string().describe('The id of the show.'),
  tickets: z.int().describe('The number of tickets in confirmed purchases.'),
  lastPurchase: z
    .object({
      purchaseId: z.string().describe('The id of the purchase.'),
      status: decidedStatus.describe('The decision.'),
      requestedAt: z.string().describe('When willcall accepted the request.'),
      decidedAt: z.string().describe('When willcall decided the purchase.'),
    })
    .exactOptional()
    .describe(
      'The purchase that was decided last. Absent if the buyer has no purchase for this show.',
    ),
});
export type BuyerLedger = z.infer<typeof BuyerLedger>;
