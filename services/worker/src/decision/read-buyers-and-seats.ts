import { keepsLedger, type SaleView } from '@willcall/domain';
import { readLedgers, readSeats, type SeatRecord, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/**
 * What a plan rests on besides the stock, read consistently: the ledgers of the buyers, where the show
 * keeps them, and the seats asked for, where it has some: 1 read unit each. Nothing else is read, and
 * nothing under the sold-out latch.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readBuyersAndSeats(
  show: ShowRecord | undefined,
  purchases: readonly ArrivedPurchase[],
  { store }: Pick<DecisionDependencies, 'store'>,
): Promise<Pick<SaleView, 'ledgers' | 'seats'>> {
  if (show === undefined || show.soldOutAt !== undefined) return {};
  const buyers = new Set(purchases.map(({ userId }) => userId));
  const asked = new Set(purchases.flatMap(({ seats = [] }) => seats));
  const [ledgers, seats] = await Promise.all([
    keepsLedger(show) ? readLedgers(store, show.showId, [...buyers]) : undefined,
    show.seating === 'RESERVED' && asked.size > 0 ? readSeats(store, show, [...asked]) : undefined,
  ]);
  return {
    ...(ledgers === undefined ? {} : { ledgers }),
    ...(seats === undefined ? {} : { seats: new Map([...seats].map(seen)) }),
  };
}

const seen = ([id, { heldBy, price }]: [string, SeatRecord]) =>
  [id, { isFree: heldBy === undefined, price }] as const;
