import * as z from 'zod';
import { Money, Total } from '../money.ts';
import { printable } from '../text.ts';
import { Instant, ReminderLead } from '../time.ts';
import { distinctSeats, MAX_SEATS_PER_REQUEST } from './seats.ts';

/** The largest house that a show may have; counters and revenue stay exact integers far beyond. */
export const MAX_CAPACITY = 1_000_000;

/** The body of `POST /v1/shows`. Unknown fields are refused. */
export const ShowRequest = z
  .strictObject({
    name: printable(200),
    venue: printable(200),
    startsAt: Instant,
    price: Money,
    /** General admission: so many tickets. Either this or `seats`. */
    capacity: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** Reserved seating: the first seats, perhaps none yet. The capacity is their number. */
    seats: distinctSeats(MAX_SEATS_PER_REQUEST).optional(),
    onSale: z.boolean().default(true),
    saleOpensAt: Instant.optional(),
    /** When left out, the sale closes when the show starts. */
    saleClosesAt: Instant.optional(),
    /** Over all purchases of a buyer for this show; any number when left out. */
    maxTicketsPerBuyer: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** Refuses a purchase that was requested before the buyer's one before it was decided. */
    onePurchaseAtATime: z.boolean().optional(),
    /** For buyers who do not say otherwise; a day when left out. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(({ capacity, seats }) => (capacity === undefined) !== (seats === undefined), {
    error: 'either capacity or seats must be given',
    path: ['capacity'],
  })
  .refine(
    ({ saleOpensAt, saleClosesAt, startsAt }) =>
      saleOpensAt === undefined || Date.parse(saleOpensAt) < Date.parse(saleClosesAt ?? startsAt),
    { error: 'must be before the sale closes', path: ['saleOpensAt'] },
  );
export type ShowRequest = z.infer<typeof ShowRequest>;

/** The body of `PATCH /v1/shows/{showId}`: what is to change, at least one thing. Unknown fields are refused. */
export const ShowChange = z
  .strictObject({
    /** In the show's own currency: its counters are in it. */
    price: Money.optional(),
    /** `false` pauses the sale: what was asked for before is still decided. */
    onSale: z.boolean().optional(),
    /** Moves the unsent reminders with it. */
    startsAt: Instant.optional(),
    /** Up, or down to what is sold. A show with reserved seating follows its seats instead. */
    capacity: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** `null` takes it away: the sale is open from the beginning. */
    saleOpensAt: Instant.nullable().optional(),
    /** `null` takes it away: the sale closes when the show starts. */
    saleClosesAt: Instant.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change something',
  });
export type ShowChange = z.infer<typeof ShowChange>;

export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** A show as lists give it; `GET /v1/shows/{showId}` adds what is left. */
export const ShowResource = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: z.string(),
  price: Money,
  /** General admission, or tickets for named seats. */
  seating: z.enum(seatings),
  capacity: z.int(),
  onSale: z.boolean(),
  saleOpensAt: z.string().exactOptional(),
  saleClosesAt: z.string().exactOptional(),
  maxTicketsPerBuyer: z.int().exactOptional(),
  onePurchaseAtATime: z.boolean().exactOptional(),
  reminderLeadSeconds: z.int().exactOptional(),
  /** Only when it is. May be a moment behind the last sale. */
  soldOut: z.literal(true).exactOptional(),
  cancelledAt: z.string().exactOptional(),
  flyerUrl: z.string().exactOptional(),
  /** After a price change, once it was processed. */
  previousPrice: Money.exactOptional(),
  discountPercentage: z.number().exactOptional(),
  isDiscounted: z.boolean().exactOptional(),
  lastPriceChangeAt: z.string().exactOptional(),
});
export type ShowResource = z.infer<typeof ShowResource>;

export const ShowWithStock = ShowResource.extend({ available: z.int() });
export type ShowWithStock = z.infer<typeof ShowWithStock>;

export const ShowList = z.object({
  shows: z.array(ShowResource).readonly(),
  nextCursor: z.string().exactOptional(),
});
export type ShowList = z.infer<typeof ShowList>;

/** `GET /v1/titles`: the distinct names of shows, each with its shows by start. */
export const TitleList = z.object({
  titles: z
    .array(z.object({ name: z.string(), shows: z.array(ShowResource).readonly() }))
    .readonly(),
  nextCursor: z.string().exactOptional(),
});
export type TitleList = z.infer<typeof TitleList>;

/** `GET /v1/shows/{showId}/sales` and, over all shows, `GET /v1/sales`: sums of counters. */
export const Sales = z.object({
  capacity: z.int(),
  available: z.int(),
  sold: z.int(),
  /** By currency: one entry for each that shows are sold in. */
  revenue: z.array(Total).readonly(),
});
export type Sales = z.infer<typeof Sales>;

/** What a flyer may be: the images that every browser shows. */
export const FLYER_CONTENT_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type FlyerContentType = (typeof FLYER_CONTENT_TYPES)[number];

/** 5 MiB: a poster in print quality, and a page still loads it. */
export const MAX_FLYER_BYTES = 5 * 1024 * 1024;

/** The body of `POST /v1/shows/{showId}/flyer`: what will be uploaded. Unknown fields are refused. */
export const FlyerRequest = z.strictObject({
  contentType: z.enum(FLYER_CONTENT_TYPES),
  /** Bytes. */
  contentLength: z.int().min(1).max(MAX_FLYER_BYTES),
});
export type FlyerRequest = z.infer<typeof FlyerRequest>;

/** Its answer: where to PUT the image, with just the `Content-Type` and `Content-Length` asked for. */
export const FlyerUpload = z.object({ uploadUrl: z.string(), expiresInSeconds: z.int() });
export type FlyerUpload = z.infer<typeof FlyerUpload>;
