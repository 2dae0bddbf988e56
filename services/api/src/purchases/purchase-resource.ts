import type { DecidedPurchase } from '@willcall/contracts';
import { parsePurchaseId, ticketIds } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { purchaseMessage } from './purchase-message.ts';

/** What a record and its resource have in common, where the record has it. */
const told = [
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

const present = (record: PurchaseRecord): Partial<Pick<DecidedPurchase, (typeof told)[number]>> =>
  Object.fromEntries(
    told.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]])),
  );

/** What only a confirmed purchase has. */
function sold(record: PurchaseRecord): Pick<DecidedPurchase, 'total' | 'tickets'> {
  if (record.status !== 'CONFIRMED') return { tickets: [] };
  const { userId, purchaseId, quantity, seats, total } = record;
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
  return {
    ...(total === undefined ? {} : { total }),
    tickets: ticketIds(userId, key, quantity).map((ticketId, ordinal) => {
      const seat = seats?.[ordinal];
      return seat === undefined ? { ticketId } : { ticketId, seat };
    }),
  };
}
