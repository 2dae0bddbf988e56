import * as z from 'zod/mini';
import { holdsCardNumber } from '../card-number.ts';
import { Email } from '../email.ts';
import { changeOf, described, either, objectOf, wholeNumber } from '../fields.ts';
import { distinctSeats, ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { MAX_TICKETS_PER_PURCHASE } from '../purchase.ts';
import { printable } from '../text.ts';
import { ReminderLead } from '../time.ts';

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
      'Not required for a free show. Only the format is checked. Nothing is charged. A show whose `payment` is `PROVIDER` takes no card here.',
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
