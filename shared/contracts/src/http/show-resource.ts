import * as z from 'zod';
import { Money, Total } from '../money.ts';

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
