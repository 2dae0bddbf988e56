import { rejectionMessages } from '@willcall/contracts';
import { moneyText } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

type Refused = Pick<PurchaseRecord, 'reason' | 'refusedSeats' | 'currentPrice' | 'currentTotal'>;

/** What a person is told of a decided purchase, in one sentence. */
export function purchaseMessage(record: PurchaseRecord): string {
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

/** Names the seats and tells the price, where the record has them. */
function refusal({ reason, refusedSeats = [], currentPrice, currentTotal }: Refused): string {
  if (reason === undefined) return 'The purchase was refused.';
  const [verb, plural] = refusedSeats.length === 1 ? ['is', false] : ['are', true];
  if (reason === 'SEAT_TAKEN' && refusedSeats.length > 0) {
    return `${named(refusedSeats)} ${verb} taken.`;
  }
  if (reason === 'SEAT_UNKNOWN' && refusedSeats.length > 0) {
    return `${named(refusedSeats)} ${plural ? 'do' : 'does'} not exist in this show.`;
  }
  if (reason === 'PRICE_CHANGED' && currentPrice !== undefined) {
    return `The price is now ${moneyText(currentPrice)}; nothing was bought.`;
  }
  if (reason === 'PRICE_CHANGED' && currentTotal !== undefined) {
    return `The tickets now cost ${moneyText(currentTotal)} together; nothing was bought.`;
  }
  return rejectionMessages[reason];
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const named = (seats: readonly string[]): string =>
  `${seats.length === 1 ? 'Seat' : 'Seats'} ${list.format(seats)}`;
