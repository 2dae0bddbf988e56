import * as z from 'zod/mini';
import {
  changeOf,
  described,
  either,
  objectOf,
  oneOf,
  rule,
  trueOrFalse,
  wholeNumber,
} from '../fields.ts';
import { distinctSeats } from '../ids.ts';
import { MAX_AMOUNT, Money } from '../money.ts';
import {
  DEFAULT_HOLD_SECONDS,
  FLYER_CONTENT_TYPES,
  MAX_CAPACITY,
  MAX_FLYER_BYTES,
  MAX_HOLD_SECONDS,
  MAX_REFUND_UNTIL_SECONDS,
  MIN_HOLD_SECONDS,
  payments,
} from '../show.ts';
import { printable } from '../text.ts';
import { ReminderLead, TimeZone } from '../time.ts';
import { MAX_SEATS_PER_REQUEST } from './seat-requests.ts';
import { opensBeforeItCloses, opensBeforeTheStart, ShowTime } from './show-times.ts';

/** The body of `POST /v1/shows`. Unknown fields are refused. */
export const ShowRequest = objectOf(
  {
    name: described(printable(200), 'The name. Shows with the same name have the same title.'),
    venue: described(printable(200), 'The venue.'),
    startsAt: described(ShowTime, 'The start of the show.'),
    timeZone: described(
      z.optional(TimeZone),
      'The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. It is returned as it was sent.',
    ),
    price: described(Money, 'The price of one ticket.'),
    capacity: described(
      z.optional(wholeNumber(1, MAX_CAPACITY)),
      'General admission: the number of tickets. Either this or `seats` is required.',
    ),
    seats: described(
      z.optional(distinctSeats(0, MAX_SEATS_PER_REQUEST)),
      'Reserved seating: the ids of the first seats, possibly none. The capacity is the number of seats.',
    ),
    onSale: described(z._default(trueOrFalse(), true), 'Whether the sale runs. `false` pauses it.'),
    saleOpensAt: described(z.optional(ShowTime), 'When the sale opens. Defaults to now.'),
    saleClosesAt: described(
      z.optional(ShowTime),
      'When the sale closes. Defaults to the start of the show.',
    ),
    maxTicketsPerBuyer: described(
      z.optional(wholeNumber(1, MAX_CAPACITY)),
      'Applies to all purchases of a buyer for this show together. Defaults to no limit.',
    ),
    onePurchaseAtATime: described(
      z.optional(trueOrFalse()),
      "Whether to refuse a purchase that was requested before the buyer's previous one was decided.",
    ),
    payment: described(
      z.optional(oneOf(payments)),
      'How the show is paid. `NONE`, the default: nothing is charged. `PROVIDER`: tickets are held until a payment provider has taken the money. It never changes.',
    ),
    holdSeconds: described(
      z.optional(wholeNumber(MIN_HOLD_SECONDS, MAX_HOLD_SECONDS, 'whole number of seconds')),
      `Only with \`PROVIDER\`: how long tickets are held for a buyer who pays. Defaults to ${DEFAULT_HOLD_SECONDS}.`,
    ),
    refundFee: described(
      z.optional(wholeNumber(0, MAX_AMOUNT, 'whole number of minor units')),
      'Only with `PROVIDER`: what is kept of each ticket that its buyer cancels, in minor units of the price. Defaults to 0. A cancelled show and an admin refund in full.',
    ),
    refundUntilSeconds: described(
      z.optional(wholeNumber(0, MAX_REFUND_UNTIL_SECONDS, 'whole number of seconds')),
      'Only with `PROVIDER`: how long before the start buyers can cancel paid purchases for the last time. Defaults to 0.',
    ),
    reminderLeadSeconds: described(
      z.optional(ReminderLead),
      'Applies to buyers who do not set their own lead. Defaults to one day.',
    ),
  },
  'a JSON object',
).check(
  either('capacity', 'seats'),
  opensBeforeItCloses,
  opensBeforeTheStart,
  ...(['holdSeconds', 'refundFee', 'refundUntilSeconds'] as const).map((field) =>
    rule(
      ({ payment, [field]: value }) => value === undefined || payment === 'PROVIDER',
      'must be left out unless payment is PROVIDER',
      field,
    ),
  ),
);
export type ShowRequest = z.infer<typeof ShowRequest>;

/** The body of `PATCH /v1/shows/{showId}`: at least one change. Unknown fields are refused. */
export const ShowChange = changeOf({
  name: described(
    z.optional(printable(200)),
    'The new name. The show moves to the title of this name.',
  ),
  venue: described(z.optional(printable(200)), 'The new venue.'),
  timeZone: described(
    z.optional(z.nullable(TimeZone)),
    'The IANA name of the time zone of the venue. `null` removes it.',
  ),
  price: described(
    z.optional(Money),
    'The new price, in the currency of the show, because its counters use that currency.',
  ),
  onSale: described(
    z.optional(trueOrFalse()),
    '`false` pauses the sale. Purchases requested before the pause are still decided.',
  ),
  startsAt: described(
    z.optional(ShowTime),
    'The new start. Reminders move too. One that was sent is sent again if its new due time is still ahead.',
  ),
  capacity: described(
    z.optional(wholeNumber(1, MAX_CAPACITY)),
    'At least the number of tickets sold. With reserved seating, the capacity follows the seats instead.',
  ),
  saleOpensAt: described(
    z.optional(z.nullable(ShowTime)),
    '`null` removes it: the sale is open from the beginning.',
  ),
  saleClosesAt: described(
    z.optional(z.nullable(ShowTime)),
    '`null` removes it: the sale closes when the show starts.',
  ),
});
export type ShowChange = z.infer<typeof ShowChange>;

/** The body of `POST /v1/shows/{showId}/flyer`: the file to be uploaded. Unknown fields are refused. */
export const FlyerRequest = objectOf(
  {
    contentType: described(oneOf(FLYER_CONTENT_TYPES), 'The type of the image.'),
    contentLength: described(
      wholeNumber(1, MAX_FLYER_BYTES, 'whole number of bytes'),
      'The size of the file in bytes.',
    ),
  },
  'a JSON object',
);
export type FlyerRequest = z.infer<typeof FlyerRequest>;
