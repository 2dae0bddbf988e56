import * as z from 'zod/mini';
import {
  changeOf,
  described,
  either,
  objectOf,
  oneOf,
  trueOrFalse,
  wholeNumber,
} from '../fields.ts';
import { lastPriceChange, Money, Total } from '../money.ts';
import { notOnSaleReasons } from '../purchase.ts';
import { printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { nextCursor } from './lists.ts';
import { distinctSeats, MAX_SEATS_PER_REQUEST } from './seats.ts';
import { opensBeforeItCloses, opensBeforeTheStart, ShowTime } from './show-times.ts';

/** The largest capacity of a show. Counters and revenue stay exact integers far beyond it. */
export const MAX_CAPACITY = 1_000_000;

/** The body of `POST /v1/shows`. Unknown fields are refused. */
export const ShowRequest = objectOf(
  {
    name: described(printable(200), 'The name. Shows with the same name have the same title.'),
    venue: described(printable(200), 'The venue.'),
    startsAt: described(ShowTime, 'The start of the show.'),
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
    reminderLeadSeconds: described(
      z.optional(ReminderLead),
      'Applies to buyers who do not set their own lead. Defaults to one day.',
    ),
  },
  'a JSON object',
).check(either('capacity', 'seats'), opensBeforeItCloses, opensBeforeTheStart);
export type ShowRequest = z.infer<typeof ShowRequest>;

/** The body of `PATCH /v1/shows/{showId}`: at least one change. Unknown fields are refused. */
export const ShowChange = changeOf({
  name: described(
    z.optional(printable(200)),
    'The new name. The show moves to the title of this name.',
  ),
  venue: described(z.optional(printable(200)), 'The new venue.'),
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

export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** A show as lists return it. `GET /v1/shows/{showId}` adds the number of available tickets. */
export const ShowResource = z.object({
  showId: described(z.string(), 'The id of the show.'),
  name: described(z.string(), 'The name.'),
  venue: described(z.string(), 'The venue.'),
  startsAt: described(z.string(), 'The start of the show.'),
  price: described(Money, 'The price of one ticket, unless the seat has its own.'),
  seating: described(z.enum(seatings), 'General admission, or tickets for named seats.'),
  capacity: described(z.int(), 'The number of tickets in all.'),
  onSale: described(z.boolean(), 'Whether a purchase requested now can get tickets.'),
  notOnSaleReason: described(
    z.exactOptional(z.enum(notOnSaleReasons)),
    'Present only if the show is not on sale: the reason for which a purchase requested now is refused.',
  ),
  saleOpensAt: described(
    z.exactOptional(z.string()),
    'When the sale opens. Absent if it is open from the beginning.',
  ),
  saleClosesAt: described(
    z.exactOptional(z.string()),
    'When the sale closes. Absent if it closes when the show starts.',
  ),
  maxTicketsPerBuyer: described(
    z.exactOptional(z.int()),
    'The tickets that one buyer may hold. Absent without a limit.',
  ),
  onePurchaseAtATime: described(
    z.exactOptional(z.boolean()),
    "Whether a purchase is refused that was requested before the buyer's previous one was decided.",
  ),
  reminderLeadSeconds: described(
    z.exactOptional(z.int()),
    'How long before the start buyers are reminded.',
  ),
  soldOut: described(
    z.exactOptional(z.literal(true)),
    'Present only if the show is sold out. It can lag slightly behind the last sale.',
  ),
  cancelledAt: described(z.exactOptional(z.string()), 'When the show was cancelled.'),
  flyerUrl: described(z.exactOptional(z.string()), 'The URL of the flyer.'),
  previousPrice: described(
    z.exactOptional(Money),
    'The price before the last change. Present after a price change was processed.',
  ),
  ...lastPriceChange,
});
export type ShowResource = z.infer<typeof ShowResource>;

export const ShowWithStock = z.extend(ShowResource, {
  available: described(
    z.int(),
    'The tickets that can be bought now, or once the sale opens or resumes. 0 if the show is cancelled or its sale has closed. `GET /v1/shows/{showId}/sales` counts the unsold tickets even then.',
  ),
});
export type ShowWithStock = z.infer<typeof ShowWithStock>;

export const ShowList = z.object({
  shows: described(z.readonly(z.array(ShowResource)), 'The shows of the page.'),
  nextCursor,
});
export type ShowList = z.infer<typeof ShowList>;

/** `GET /v1/titles`: the distinct titles, each with its shows in order of start. */
export const TitleList = z.object({
  titles: described(
    z.readonly(
      z.array(
        z.object({
          name: described(z.string(), 'The name.'),
          shows: described(
            z.readonly(z.array(ShowResource)),
            'The shows with this name, by start.',
          ),
        }),
      ),
    ),
    'The titles of the page.',
  ),
  nextCursor,
});
export type TitleList = z.infer<typeof TitleList>;

/** `GET /v1/shows/{showId}/sales`, and `GET /v1/sales` for all shows: sums of counters. */
export const Sales = z.object({
  capacity: described(z.int(), 'The number of tickets in all.'),
  available: described(z.int(), 'The tickets that are not sold.'),
  sold: described(z.int(), 'The tickets that are sold.'),
  revenue: described(
    z.readonly(z.array(Total)),
    'One entry for each currency in which tickets are sold.',
  ),
});
export type Sales = z.infer<typeof Sales>;

/** The image types that a flyer may have: those that every browser displays. */
export const FLYER_CONTENT_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type FlyerContentType = (typeof FLYER_CONTENT_TYPES)[number];

/** 5 MiB: enough for a poster in print quality, and small enough for a page to load. */
export const MAX_FLYER_BYTES = 5 * 1024 * 1024;

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

/** The response: the URL for PUT. Send exactly the `Content-Type` and `Content-Length` of the request. */
export const FlyerUpload = z.object({
  uploadUrl: described(z.string(), 'Where to PUT the image.'),
  expiresInSeconds: described(z.int(), 'How long the URL is valid.'),
});
export type FlyerUpload = z.infer<typeof FlyerUpload>;
