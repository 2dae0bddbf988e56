import * as z from 'zod/mini';
import { holdsCardNumber } from '../card-number.ts';
import { changeOf, described, either, objectOf, wholeNumber } from '../fields.ts';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { Card, decidedStatuses, MAX_TICKETS_PER_PURCHASE, rejectionReasons } from '../purchase.ts';
import { Email, printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { nextCursor } from './lists.ts';
import { distinctSeats } from './seats.ts';

/** The name on the tickets and an e-mail address. */
export const Holder = objectOf(
  {
    name: described(printable(100), 'The name on the tickets.'),
    email: described(Email, 'The e-mail address of the holder.'),
  },
  'an object with name and email',
);
export type Holder = z.infer<typeof Holder>;

const CARD_NUMBER = 'must be the digits of a card number, as text of at most 64 characters';

/** The card of a request. `checkCard` checks its digits: a wrong number is INVALID_CARD, not INVALID_REQUEST. */
export const RequestedCard = objectOf(
  {
    number: described(
      z.string({ error: CARD_NUMBER }).check(z.maxLength(64, { error: CARD_NUMBER })),
      'The digits of the card number. Spaces and hyphens are ignored.',
    ),
    expiryMonth: described(wholeNumber(1, 12), 'The month in which the card expires.'),
    expiryYear: described(wholeNumber(2000, 2999), 'The year in which the card expires.'),
  },
  'an object with number, expiryMonth and expiryYear',
);

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = objectOf(
  {
    showId: described(ShowId, 'The id of the show.'),
    quantity: described(
      z.optional(wholeNumber(1, MAX_TICKETS_PER_PURCHASE)),
      'The number of tickets. Either this or `seats` is required.',
    ),
    seats: described(
      z.optional(distinctSeats(1, MAX_TICKETS_PER_PURCHASE)),
      'For a show with reserved seating: the ids of the seats. The purchase gets all of them or none.',
    ),
    holder: described(Holder, 'Who holds the tickets.'),
    card: described(
      z.optional(RequestedCard),
      'Not required for a free show. Only the format is checked. Nothing is charged.',
    ),
    expectedPrice: described(
      z.optional(Money),
      'The price per ticket that the buyer saw. At any other price, the purchase is rejected with PRICE_CHANGED.',
    ),
    expectedTotal: described(
      z.optional(Total),
      'The total price that the buyer saw, for seats with different prices.',
    ),
    reminderLeadSeconds: described(
      z.optional(ReminderLead),
      'How long before the start to remind the buyer. Defaults to the lead of the show. 0 means no reminder. Less than two minutes may pass without one.',
    ),
  },
  'a JSON object',
).check(either('quantity', 'seats'));
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/**
 * `Idempotency-Key`: 1 to 255 printable ASCII characters. The key becomes part of
 * the hash of the purchase id and of the answer, and neither may hold a card number.
 */
export const IdempotencyKey = z.string().check(
  z.regex(/^[\x20-\x7e]{1,255}$/),
  z.refine((key) => !holdsCardNumber(key)),
);

/** The body of `PATCH /v1/purchases/{purchaseId}`: at least one change. Unknown fields are refused. */
export const PurchaseChange = changeOf({
  holder: described(z.optional(Holder), 'Who holds the tickets from now on.'),
  reminderLeadSeconds: described(
    z.optional(ReminderLead),
    'How long before the start to remind the buyer.',
  ),
});
export type PurchaseChange = z.infer<typeof PurchaseChange>;

const decidedStatus = z.enum(decidedStatuses);

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export const DecidedPurchase = z.object({
  purchaseId: described(z.string(), 'The id of the purchase.'),
  showId: described(
    z.exactOptional(z.string()),
    'The id of the show. Absent, like `quantity` and `holder`, if the message of a FAILED purchase could not be read, or if the purchase was cancelled before it was decided.',
  ),
  status: described(decidedStatus, 'The decision.'),
  reason: described(
    z.exactOptional(z.enum(rejectionReasons)),
    'With REJECTED: why. New reasons can appear.',
  ),
  quantity: described(z.exactOptional(z.int()), 'The number of tickets requested.'),
  total: described(
    z.exactOptional(Total),
    'The total price of the tickets. Present only if tickets were sold.',
  ),
  tickets: described(
    z.readonly(
      z.array(
        z.object({
          ticketId: described(z.string(), 'The id of the ticket.'),
          seat: described(
            z.exactOptional(z.string()),
            'The id of the seat, with reserved seating.',
          ),
        }),
      ),
    ),
    'The tickets. Empty unless the purchase is CONFIRMED.',
  ),
  refusedSeats: described(
    z.exactOptional(z.readonly(z.array(z.string()))),
    'With SEAT_TAKEN or SEAT_UNKNOWN: the seats that were refused.',
  ),
  ticketsLeft: described(
    z.exactOptional(z.int()),
    'With SOLD_OUT: the tickets that were left at the decision, fewer than requested.',
  ),
  currentPrice: described(
    z.exactOptional(Money),
    'With PRICE_CHANGED: the current price per ticket, if all requested tickets cost the same.',
  ),
  currentTotal: described(
    z.exactOptional(Total),
    'With PRICE_CHANGED: the current total price of the requested tickets.',
  ),
  card: described(z.exactOptional(Card), 'The card with which the buyer paid.'),
  holder: described(
    z.exactOptional(
      z.object({
        name: described(z.string(), 'The name on the tickets.'),
        email: described(z.string(), 'The e-mail address of the holder.'),
      }),
    ),
    'Who holds the tickets.',
  ),
  message: described(z.string(), 'A sentence for people, e.g. "Booked 2 tickets for Ana."'),
  reminderLeadSeconds: described(
    z.exactOptional(z.int()),
    'How long before the start the buyer is reminded, if the buyer chose it.',
  ),
  requestedAt: described(z.string(), 'When willcall accepted the request.'),
  decidedAt: described(z.string(), 'When willcall decided the purchase.'),
  cancelledAt: described(z.exactOptional(z.string()), 'When the purchase was cancelled.'),
});
export type DecidedPurchase = z.infer<typeof DecidedPurchase>;

/** `GET /v1/purchases/{purchaseId}` before the decision, and the 202 response of `POST /v1/purchases`. */
export const PendingPurchase = z.object({
  purchaseId: described(z.string(), 'The id of the purchase.'),
  status: described(z.literal('PENDING'), 'The purchase is not decided yet.'),
  estimatedWaitSeconds: described(
    z.exactOptional(z.int()),
    'Estimated from the lag that workers measure. Absent if there is no noticeable wait.',
  ),
});
export type PendingPurchase = z.infer<typeof PendingPurchase>;

/** `GET /v1/users/{userId}/purchases`: each page newest first. */
export const PurchaseList = z.object({
  purchases: described(z.readonly(z.array(DecidedPurchase)), 'The purchases of the page.'),
  nextCursor,
});
export type PurchaseList = z.infer<typeof PurchaseList>;

/** `GET /v1/users/{userId}/shows/{showId}`: the tickets that a buyer holds for a show. */
export const BuyerLedger = z.object({
  userId: described(z.string(), 'The id of the buyer.'),
  showId: described(z.string(), 'The id of the show.'),
  tickets: described(z.int(), 'The number of tickets in confirmed purchases.'),
  lastPurchase: described(
    z.exactOptional(
      z.object({
        purchaseId: described(z.string(), 'The id of the purchase.'),
        status: described(decidedStatus, 'The decision.'),
        requestedAt: described(z.string(), 'When willcall accepted the request.'),
        decidedAt: described(z.string(), 'When willcall decided the purchase.'),
      }),
    ),
    'The purchase that was decided last. Absent if the buyer has no purchase for this show.',
  ),
});
export type BuyerLedger = z.infer<typeof BuyerLedger>;
