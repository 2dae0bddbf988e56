import * as z from 'zod';
import { changeOf, either, objectOf, oneOf, trueOrFalse, wholeNumber } from '../fields.ts';
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
    name: printable(200).describe('The name. Shows with the same name have the same title.'),
    venue: printable(200).describe('The venue.'),
    startsAt: ShowTime.describe('The start of the show.'),
    price: Money.describe('The price of one ticket.'),
    capacity: wholeNumber(1, MAX_CAPACITY)
      .optional()
      .describe('General admission: the number of tickets. Either this or `seats` is required.'),
    seats: distinctSeats(0, MAX_SEATS_PER_REQUEST)
      .optional()
      .describe(
        'Reserved seating: the ids of the first seats, possibly none. The capacity is the number of seats.',
      ),
    onSale: trueOrFalse().default(true).describe('Whether the sale runs. `false` pauses it.'),
    saleOpensAt: ShowTime.optional().describe('When the sale opens. Defaults to now.'),
    saleClosesAt: ShowTime.optional().describe(
      'When the sale closes. Defaults to the start of the show.',
    ),
    maxTicketsPerBuyer: wholeNumber(1, MAX_CAPACITY)
      .optional()
      .describe(
        'Applies to all purchases of a buyer for this show together. Defaults to no limit.',
      ),
    onePurchaseAtATime: trueOrFalse()
      .optional()
      .describe(
        "Whether to refuse a purchase that was requested before the buyer's previous one was decided.",
      ),
    reminderLeadSeconds: ReminderLead.optional().describe(
      'Applies to buyers who do not set their own lead. Defaults to one day.',
    ),
  },
  'a JSON object',
)
  .refine(...either('capacity', 'seats'))
  .refine(...opensBeforeItCloses)
  .refine(...opensBeforeTheStart);
export type ShowRequest = z.infer<typeof ShowRequest>;

/** The body of `PATCH /v1/shows/{showId}`: at least one change. Unknown fields are refused. */
export const ShowChange = changeOf({
  name: printable(200)
    .optional()
    .describe('The new name. The show moves to the title of this name.'),
  venue: printable(200).optional().describe('The new venue.'),
  price: Money.optional().describe(
    'The new price, in the currency of the show, because its counters use that currency.',
  ),
  onSale: trueOrFalse()
    .optional()
    .describe('`false` pauses the sale. Purchases requested before the pause are still decided.'),
  startsAt: ShowTime.optional().describe(
    'The new start. Reminders move too. One that was sent is sent again if its new due time is still ahead.',
  ),
  capacity: wholeNumber(1, MAX_CAPACITY)
    .optional()
    .describe(
      'At least the number of tickets sold. With reserved seating, the capacity follows the seats instead.',
    ),
  saleOpensAt: ShowTime.nullable()
    .optional()
    .describe('`null` removes it: the sale is open from the beginning.'),
  saleClosesAt: ShowTime.nullable()
    .optional()
    .describe('`null` removes it: the sale closes when the show starts.'),
});
export type ShowChange = z.infer<typeof ShowChange>;

export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** A show as lists return it. `GET /v1/shows/{showId}` adds the number of available tickets. */
export const ShowResource = z.object({
  showId: z.string().describe('The id of the show.'),
  name: z.string().describe('The name.'),
  venue: z.string().describe('The venue.'),
  startsAt: z.string().describe('The start of the show.'),
  price: Money.describe('The price of one ticket, unless the seat has its own.'),
  seating: z.enum(seatings).describe('General admission, or tickets for named seats.'),
  capacity: z.int().describe('The number of tickets in all.'),
  onSale: z.boolean().describe('Whether a purchase requested now can get tickets.'),
  notOnSaleReason: z
    .enum(notOnSaleReasons)
    .exactOptional()
    .describe(
      'Present only if the show is not on sale: the reason for which a purchase requested now is refused.',
    ),
  saleOpensAt: z
    .string()
    .exactOptional()
    .describe('When the sale opens. Absent if it is open from the beginning.'),
  saleClosesAt: z
    .string()
    .exactOptional()
    .describe('When the sale closes. Absent if it closes when the show starts.'),
  maxTicketsPerBuyer: z
    .int()
    .exactOptional()
    .describe('The tickets that one buyer may hold. Absent without a limit.'),
  onePurchaseAtATime: z
    .boolean()
    .exactOptional()
    .describe(
      "Whether a purchase is refused that was requested before the buyer's previous one was decided.",
    ),
  reminderLeadSeconds: z
    .int()
    .exactOptional()
    .describe('How long before the start buyers are reminded.'),
  soldOut: z
    .literal(true)
    .exactOptional()
    .describe('Present only if the show is sold out. It can lag slightly behind the last sale.'),
  cancelledAt: z.string().exactOptional().describe('When the show was cancelled.'),
  flyerUrl: z.string().exactOptional().describe('The URL of the flyer.'),
  previousPrice: Money.exactOptional().describe(
    'The price before the last change. Present after a price change was processed.',
  ),
  ...lastPriceChange,
});
export type ShowResource = z.infer<typeof ShowResource>;

export const ShowWithStock = ShowResource.extend({
  available: z
    .int()
    .describe(
      'The tickets that can be bought now, or once the sale opens or resumes. 0 if the show is cancelled or its sale has closed. `GET /v1/shows/{showId}/sales` counts the unsold tickets even then.',
    ),
});
export type ShowWithStock = z.infer<typeof ShowWithStock>;

export const ShowList = z.object({
  shows: z.array(ShowResource).readonly().describe('The shows of the page.'),
  nextCursor,
});
export type ShowList = z.infer<typeof ShowList>;

/** `GET /v1/titles`: the distinct titles, each with its shows in order of start. */
export const TitleList = z.object({
  titles: z
    .array(
      z.object({
        name: z.string().describe('The name.'),
        shows: z.array(ShowResource).readonly().describe('The shows with this name, by start.'),
      }),
    )
    .readonly()
    .describe('The titles of the page.'),
  nextCursor,
});
export type TitleList = z.infer<typeof TitleList>;

/** `GET /v1/shows/{showId}/sales`, and `GET /v1/sales` for all shows: sums of counters. */
export const Sales = z.object({
  capacity: z.int().describe('The number of tickets in all.'),
  available: z.int().describe('The tickets that are not sold.'),
  sold: z.int().describe('The tickets that are sold.'),
  revenue: z
    .array(Total)
    .readonly()
    .describe('One entry for each currency in which tickets are sold.'),
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
    contentType: oneOf(FLYER_CONTENT_TYPES).describe('The type of the image.'),
    contentLength: wholeNumber(1, MAX_FLYER_BYTES, 'whole number of bytes').describe(
      'The size of the file in bytes.',
    ),
  },
  'a JSON object',
);
export type FlyerRequest = z.infer<typeof FlyerRequest>;

/** The response: the URL for PUT. Send exactly the `Content-Type` and `Content-Length` of the request. */
export const FlyerUpload = z.object({
  uploadUrl: z.string().describe('Where to PUT the image.'),
  expiresInSeconds: z.int().describe('How long the URL is valid.'),
});
export type FlyerUpload = z.infer<typeof FlyerUpload>;
