import type { Money } from '../money.ts';

export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** A show as lists give it; `GET /v1/shows/{showId}` adds what is left. */
export type ShowResource = {
  readonly showId: string;
  readonly name: string;
  readonly venue: string;
  readonly startsAt: string;
  readonly price: Money;
  /** General admission, or tickets for named seats. */
  readonly seating: Seating;
  readonly capacity: number;
  readonly onSale: boolean;
  readonly saleOpensAt?: string;
  readonly saleClosesAt?: string;
  readonly maxTicketsPerBuyer?: number;
  readonly onePurchaseAtATime?: boolean;
  readonly reminderLeadSeconds?: number;
  /** Only when it is. May be a moment behind the last sale. */
  readonly soldOut?: true;
  readonly cancelledAt?: string;
  readonly flyerUrl?: string;
  /** After a price change, once it was processed. */
  readonly previousPrice?: Money;
  readonly discountPercentage?: number;
  readonly isDiscounted?: boolean;
  readonly lastPriceChangeAt?: string;
};

export type ShowWithStock = ShowResource & { readonly available: number };

export type ShowList = { readonly shows: readonly ShowResource[]; readonly nextCursor?: string };

/** `GET /v1/titles`: the distinct names of shows, each with its shows by start. */
export type TitleList = {
  readonly titles: readonly { readonly name: string; readonly shows: readonly ShowResource[] }[];
  readonly nextCursor?: string;
};

/** `GET /v1/shows/{showId}/sales` and, over all shows, `GET /v1/sales`: sums of counters. */
export type Sales = {
  readonly capacity: number;
  readonly available: number;
  readonly sold: number;
  /** By currency: one entry for each that shows are sold in. */
  readonly revenue: readonly Money[];
};
