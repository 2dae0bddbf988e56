import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { Money, Total } from '../money.ts';
import { Card, decidedStatuses, refundStatuses, rejectionReasons } from '../purchase.ts';
import { nextCursor } from './answer-fields.ts';

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
    'The total price of the tickets. Present only if tickets are held or sold.',
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
  heldSeats: described(
    z.exactOptional(z.readonly(z.array(z.string()))),
    'With HELD and reserved seating: the seats that are held.',
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
  holdUntil: described(
    z.exactOptional(z.string()),
    'With HELD or EXPIRED: until when the tickets are held for the payment.',
  ),
  paidAt: described(z.exactOptional(z.string()), 'When the payment provider took the money.'),
  expiredAt: described(
    z.exactOptional(z.string()),
    'With EXPIRED: when the tickets went back on sale, because they were not paid.',
  ),
  cancellationRequestedAt: described(
    z.exactOptional(z.string()),
    'With HELD: when the cancellation was requested. The payment is cancelled first, then the purchase.',
  ),
  cancelledAt: described(z.exactOptional(z.string()), 'When the purchase was cancelled.'),
  refund: described(
    z.exactOptional(
      z.object({
        amount: described(z.int(), 'What goes back, in minor units of the currency that was paid.'),
        status: described(
          z.enum(refundStatuses),
          '`REQUESTED`: it is on its way. `SUCCEEDED`: the payment provider has given it back. `FAILED`: a person looks at it.',
        ),
      }),
    ),
    'The money that goes back to the buyer. Absent if none was paid, or all of it was kept as a fee.',
  ),
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
  tickets: described(z.int(), 'The number of tickets in held and confirmed purchases.'),
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
