import { type DecidedPurchase, known, rejectionMessages } from '@willcall/contracts';
import { computeTicketIds, formatMoney, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

/** What a record and its resource have in common, where the record has it. */
const sharedFields = [
  'showId',
  'reason',
  'quantity',
  'refusedSeats',
  'currentPrice',
  'currentTotal',
  'card',
  'holder',
  'reminderLeadSeconds',
  'cancelledAt',
] as const satisfies readonly (keyof PurchaseRecord & keyof DecidedPurchase)[];

/**
 * A record as its buyer sees it, with what is derived on reading: ticket ids and the sentence. One
 * that was erased is shown to nobody.
 */
export const purchaseResource = (record: PurchaseRecord): DecidedPurchase => ({
  purchaseId: record.purchaseId,
  status: record.status,
  ...present(record),
  ...sold(record),
  message: purchaseMessage(record),
  requestedAt: record.requestedAt,
  decidedAt: record.decidedAt,
});

const present = (
  record: PurchaseRecord,
): Partial<Pick<DecidedPurchase, (typeof sharedFields)[number]>> =>
  Object.fromEntries(
    sharedFields.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]])),
  );

/** What only a confirmed purchase has. */
function sold(record: PurchaseRecord): Pick<DecidedPurchase, 'total' | 'tickets'> {
  if (record.status !== 'CONFIRMED') return { tickets: [] };
  const { userId, purchaseId, quantity, seats, total } = record;
  const { key } = known(parsePurchaseId(purchaseId), 'key in the id of a stored purchase');
  return {
    ...(total === undefined ? {} : { total }),
    tickets: computeTicketIds(userId, key, quantity).map((ticketId, ordinal) => {
      const seat = seats?.[ordinal];
      return seat === undefined ? { ticketId } : { ticketId, seat };
    }),
  };
}

/** What a person is told of a decided purchase, in one sentence. */
function purchaseMessage(record: PurchaseRecord): string {
  switch (record.status) {
    case 'CONFIRMED': {
      const { quantity, holder } = record;
      const tickets = `${quantity} ${quantity === 1 ? 'ticket' : 'tickets'}`;
      return holder === undefined ? `Booked ${tickets}.` : `Booked ${tickets} for ${holder.name}.`;
    }
    case 'REJECTED':
      return refusal(record);
    case 'FAILED':
      return 'The purchase could not be processed; nothing was bought.';
    case 'CANCELLED':
      return 'The purchase was cancelled.';
  }
}

type Refused = Pick<PurchaseRecord, 'reason' | 'refusedSeats' | 'currentPrice' | 'currentTotal'>;

/** Names the seats and tells the price, where the record has them. */
function refusal({ reason, refusedSeats = [], currentPrice, currentTotal }: Refused): string {
  if (reason === undefined) return 'The purchase was refused.';
  const isOne = refusedSeats.length === 1;
  if (reason === 'SEAT_TAKEN' && refusedSeats.length > 0) {
    return `${named(refusedSeats)} ${isOne ? 'is' : 'are'} taken.`;
  }
  if (reason === 'SEAT_UNKNOWN' && refusedSeats.length > 0) {
    return `${named(refusedSeats)} ${isOne ? 'does' : 'do'} not exist in this show.`;
  }
  if (reason === 'PRICE_CHANGED' && currentPrice !== undefined) {
    return `The price is now ${formatMoney(currentPrice)}; nothing was bought.`;
  }
  if (reason === 'PRICE_CHANGED' && currentTotal !== undefined) {
    return `The tickets now cost ${formatMoney(currentTotal)} together; nothing was bought.`;
  }
  return rejectionMessages[reason];
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const named = (seats: readonly string[]): string =>
  `${seats.length === 1 ? 'Seat' : 'Seats'} ${list.format(seats)}`;
