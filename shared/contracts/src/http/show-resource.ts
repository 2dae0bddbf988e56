import type { Money } from '../money.ts';

/** A show as lists give it; `GET /v1/shows/{showId}` adds what is left. */
export type ShowResource = {
  readonly showId: string;
  readonly name: string;
  readonly venue: string;
  readonly startsAt: string;
  readonly price: Money;
  readonly capacity: number;
  readonly onSale: boolean;
  readonly saleOpensAt?: string;
  readonly saleClosesAt?: string;
  readonly reminderLeadSeconds?: number;
  readonly flyerUrl?: string;
  /** After a price change, once it was processed. */
  readonly previousPrice?: Money;
  readonly discountPercentage?: number;
  readonly isDiscounted?: boolean;
  readonly lastPriceChangeAt?: string;
};

export type ShowWithStock = ShowResource & { readonly available: number };

export type ShowList = { readonly shows: readonly ShowResource[]; readonly nextCursor?: string };

/** `GET /v1/shows/{showId}/sales`: sums of the show's counters. */
export type ShowSales = {
  readonly capacity: number;
  readonly available: number;
  readonly sold: number;
  readonly revenue: Money;
};
