import * as z from 'zod';
import { objectOf, oneOf, rule, trueOrFalse, wholeNumber } from '../fields.ts';
import { Money, Total } from '../money.ts';
import { rejectionReasons } from '../purchase.ts';
import { printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { distinctSeats, MAX_SEATS_PER_REQUEST } from './seats.ts';
import { opensBeforeItCloses, opensBeforeTheStart, ShowTime } from './show-times.ts';

/** The largest capacity of a show. Counters and revenue stay exact integers far beyond it. */
export const MAX_CAPACITY = 1_000_000;

/** The body of `POST /v1/shows`. Unknown fields are refused. */
export const ShowRequest = objectOf(
  {
    name: printable(200),
    venue: printable(200),
    startsAt: ShowTime,
    price: Money,
    /** General admission: the number of tickets. Either this or `seats` is required. */
    capacity: wholeNumber(1, MAX_CAPACITY).optional(),
    /** Reserved seating: the initial seats, possibly none. The capacity is the number of seats. */
    seats: distinctSeats(0, MAX_SEATS_PER_REQUEST).optional(),
    onSale: trueOrFalse().default(true),
    saleOpensAt: ShowTime.optional(),
    /** Defaults to the start of the show. */
    saleClosesAt: ShowTime.optional(),
    /** Applies to all purchases of a buyer for this show together. Defaults to no limit. */
    maxTicketsPerBuyer: wholeNumber(1, MAX_CAPACITY).optional(),
    /** Refuses a purchase that was requested before the buyer's previous one was decided. */
    onePurchaseAtATime: trueOrFalse().optional(),
    /** Applies to buyers who do not set their own lead. Defaults to one day. */
    reminderLeadSeconds: ReminderLead.optional(),
  },
  'a JSON object',
)
  .refine(
    ...rule(
      ({ capacity, seats }) => (capacity === undefined) !== (seats === undefined),
      'specify either capacity or seats',
      'capacity',
    ),
  )
  .refine(...opensBeforeItCloses)
  .refine(...opensBeforeTheStart);
export type ShowRequest = z.infer<typeof ShowRequest>;

/** The body of `PATCH /v1/shows/{showId}`: at least one change. Unknown fields are refused. */
export const ShowChange = objectOf(
  {
    /** In the currency of the show, because its counters use that currency. */
    price: Money.optional(),
    /** `false` pauses the sale. Purchases requested before the pause are still decided. */
    onSale: trueOrFalse().optional(),
    /** Reminders move too. One that was sent is sent again if its new due time is still ahead. */
    startsAt: ShowTime.optional(),
    /** At least the number of tickets sold. With reserved seating, the capacity follows the seats instead. */
    capacity: wholeNumber(1, MAX_CAPACITY).optional(),
    /** `null` removes it: the sale is open from the beginning. */
    saleOpensAt: ShowTime.nullable().optional(),
    /** `null` removes it: the sale closes when the show starts. */
    saleClosesAt: ShowTime.nullable().optional(),
  },
  'a JSON object',
).refine((change) => Object.values(change).some((value) => value !== undefined), {
  error: 'specify at least one change',
});
export type ShowChange = z.infer<typeof ShowChange>;

export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** A show as lists return it. `GET /v1/shows/{showId}` adds the number of available tickets. */
export const ShowResource = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: z.string(),
  price: Money,
  /** General admission, or tickets for named seats. */
  seating: z.enum(seatings),
  capacity: z.int(),
  /** Whether a purchase requested now can get tickets. */
  onSale: z.boolean(),
  /** Present only if the show is not on sale: the reason for which a purchase requested now is refused. */
  notOnSaleReason: z.enum(rejectionReasons).exactOptional(),
  saleOpensAt: z.string().exactOptional(),
  saleClosesAt: z.string().exactOptional(),
  maxTicketsPerBuyer: z.int().exactOptional(),
  onePurchaseAtATime: z.boolean().exactOptional(),
  reminderLeadSeconds: z.int().exactOptional(),
  /** Present only if the show is sold out. It can lag slightly behind the last sale. */
  soldOut: z.literal(true).exactOptional(),
  cancelledAt: z.string().exactOptional(),
  flyerUrl: z.string().exactOptional(),
  /** Present after a price change was processed. */
  previousPrice: Money.exactOptional(),
  discountPercentage: z.number().exactOptional(),
  isDiscounted: z.boolean().exactOptional(),
  lastPriceChangeAt: z.string().exactOptional(),
});
export type ShowResource = z.infer<typeof ShowResource>;

export const ShowWithStock = ShowResource.extend({
  /**
   * The tickets that can be bought now, or once the sale opens or resumes. 0 if the show is cancelled or its
   * sale has closed. `GET /v1/shows/{showId}/sales` counts the stock, whatever becomes of it.
   */
  available: z.int(),
});
export type ShowWithStock = z.infer<typeof ShowWithStock>;

export const ShowList = z.object({
  shows: z.array(ShowResource).readonly(),
  nextCursor: z.string().exactOptional(),
});
export type ShowList = z.infer<typeof ShowList>;

/** `GET /v1/titles`: the distinct titles, each with its shows in order of start. */
export const TitleList = z.object({
  titles: z
    .array(z.object({ name: z.string(), shows: z.array(ShowResource).readonly() }))
    .readonly(),
  nextCursor: z.string().exactOptional(),
});
export type TitleList = z.infer<typeof TitleList>;

/** `GET /v1/shows/{showId}/sales`, and `GET /v1/sales` for all shows: sums of counters. */
export const Sales = z.object({
  capacity: z.int(),
  available: z.int(),
  sold: z.int(),
  /** One entry for each currency in which tickets are sold. */
  revenue: z.array(Total).readonly(),
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
    contentType: oneOf(FLYER_CONTENT_TYPES),
    /** Bytes. */
    contentLength: wholeNumber(1, MAX_FLYER_BYTES, 'whole number of bytes'),
  },
  'a JSON object',
);
export type FlyerRequest = z.infer<typeof FlyerRequest>;

/** The response: the URL for PUT. Send exactly the `Content-Type` and `Content-Length` of the request. */
export const FlyerUpload = z.object({ uploadUrl: z.string(), expiresInSeconds: z.int() });
export type FlyerUpload = z.infer<typeof FlyerUpload>;
