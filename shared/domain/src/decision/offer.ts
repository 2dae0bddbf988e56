import type { NotOnSaleReason } from '@willcall/contracts';
import { isAllHeld, judgeSale, type ShowOnSale } from './judge.ts';

/** Whether a buyer who asks for tickets of a show at a moment can get some. */
export type Offer = {
  readonly onSale: boolean;
  /** If not on sale: the reason for which a purchase of this moment is refused. */
  readonly notOnSaleReason?: NotOnSaleReason;
};

/**
 * Describes the offer of a show, by the rules that decide its purchases. Without the stock, only the
 * sold-out latch and the mark of a show whose tickets are all held tell that no ticket is left.
 *
 * @param at ISO 8601: the moment of the request.
 */
export const describeOffer = (
  show: ShowOnSale & { readonly capacity?: number | undefined },
  at: string,
): Offer => makeOffer(judgeSale(show, at) ?? judgeMark(show, at) ?? findMissingSeats(show));

/** While the mark lasts, no purchase is accepted, also if a ticket has come back since. */
const judgeMark = (show: ShowOnSale, at: string): NotOnSaleReason | undefined =>
  isAllHeld(show, at) ? 'ALL_HELD' : undefined;

/** A show of which every seat is still to be added is not sold out, but a purchase can name none of its seats. */
const findMissingSeats = ({
  capacity,
}: {
  readonly capacity?: number | undefined;
}): NotOnSaleReason | undefined => (capacity === 0 ? 'SEAT_UNKNOWN' : undefined);

/**
 * The same from a read of the stock, with the tickets that can be bought now, or once the sale opens or
 * resumes.
 *
 * @param stock the tickets of all shards.
 */
export function describeStockOffer(
  show: ShowOnSale & { readonly capacity: number },
  at: string,
  { available: left, held }: { readonly available: number; readonly held: number },
): Offer & { readonly available: number } {
  // Under the latch nothing is sold, whatever the stock is. A return clears it in its own transaction.
  const reason =
    judgeSale(show, at) ??
    judgeMark(show, at) ??
    findMissingSeats(show) ??
    (left > 0 ? undefined : held > 0 ? 'ALL_HELD' : 'SOLD_OUT');
  return { ...makeOffer(reason), available: mayStillSell(reason) ? left : 0 };
}

const makeOffer = (reason: NotOnSaleReason | undefined): Offer =>
  reason === undefined ? { onSale: true } : { onSale: false, notOnSaleReason: reason };

/** A sale that has not opened, is paused or marked keeps its tickets to sell. */
const mayStillSell = (reason: NotOnSaleReason | undefined): boolean =>
  reason === undefined ||
  reason === 'SALE_NOT_OPEN' ||
  reason === 'SALE_PAUSED' ||
  reason === 'ALL_HELD';
