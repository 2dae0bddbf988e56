import { type DecidedPurchase, known, rejectionMessages } from '@willcall/contracts';
import { computeTicketIds, formatMoney, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

/** The fields that a resource copies from its record. */
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
 * A purchase as its buyer sees it. Ticket ids and the message are derived on reading. Callers must not
 * show an erased purchase.
 */
export const purchaseResource = (record: PurchaseRecord): DecidedPurchase => ({
  purchaseId: record.purchaseId,
  status: record.status,
  ...presentFields(record),
  ...soldFields(record),
  message: purchaseMessage(record),
  requestedAt: record.requestedAt,
  decidedAt: record.decidedAt,
});

const presentFields = (
  record: PurchaseRecord,
): Partial<Pick<DecidedPurchase, (typeof sharedFields)[number]>> =>
  Object.fromEntries(
    sharedFields.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]])),
  );

/** The tickets and the total, which only a confirmed purchase has. */
function soldFields(record: PurchaseRecord): Pick<DecidedPurchase, 'total' | 'tickets'> {
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

/** One sentence for a person about a decided purchase. */
function purchaseMessage(record: PurchaseRecord): string {
  switch (record.status) {
    case 'CONFIRMED': {
      const { quantity, holder } = record;
      const tickets = `${quantity} ${quantity === 1 ? 'ticket' : 'tickets'}`;
      return holder === undefined ? `Booked ${tickets}.` : `Booked ${tickets} for ${holder.name}.`;
    }
    case 'REJECTED':
      return refusalMessage(record);
    case 'FAILED':
      return 'The purchase could not be processed. No tickets were bought.';
    case 'CANCELLED':
      return 'The purchase was cancelled.';
  }
}

type Refused = Pick<PurchaseRecord, 'reason' | 'refusedSeats' | 'currentPrice' | 'currentTotal'>;

/** Names the refused seats or the current price if the record has them. */
function refusalMessage({
  reason,
  refusedSeats = [],
  currentPrice,
  currentTotal,
}: Refused): string {
  if (reason === undefined) return 'The purchase was rejected.';
  const isOne = refusedSeats.length === 1;
  if (reason === 'SEAT_TAKEN' && refusedSeats.length > 0) {
    return `${nameSeats(refusedSeats)} ${isOne ? 'is' : 'are'} already taken.`;
  }
  if (reason === 'SEAT_UNKNOWN' && refusedSeats.length > 0) {
    return `${nameSeats(refusedSeats)} ${isOne ? 'does' : 'do'} not exist in this show.`;
  }
  if (reason === 'PRICE_CHANGED' && currentPrice !== undefined) {
    return `The price is now ${formatMoney(currentPrice)}. No tickets were bought.`;
  }
  if (reason === 'PRICE_CHANGED' && currentTotal !== undefined) {
    return `The total price is now ${formatMoney(currentTotal)}. No tickets were bought.`;
  }
  return rejectionMessages[reason];
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const nameSeats = (seats: readonly string[]): string =>
  `${seats.length === 1 ? 'Seat' : 'Seats'} ${list.format(seats)}`;
