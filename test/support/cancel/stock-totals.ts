import {
  auditShow,
  type LedgerRecord,
  readLedger,
  readSeats,
  readShow,
  readStock,
  type Store,
} from '@willcall/store';
import { expect } from 'vitest';
import { SEATS } from './reserved-show.ts';

/** The counters, seats and ledger that record the sold tickets of a show. */
export type StockTotals = {
  readonly available: number;
  readonly sold: number;
  readonly revenue: number;
  readonly returns: number | undefined;
  readonly heldSeats: readonly string[];
  readonly ledger: Pick<LedgerRecord, 'tickets' | 'lastStatus'> | undefined;
};

/** Reads the totals of a show and the ledger of one buyer, and audits the show. */
export async function readStockTotals(
  store: Store,
  showId: string,
  userId: string,
): Promise<StockTotals> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new Error('there is no such show');
  const stock = await readStock(store, show);
  const sum = (counter: 'available' | 'sold' | 'revenue') =>
    stock.reduce((total, bucket) => total + bucket[counter], 0);
  const { seats } = await readSeats(store, show, SEATS);
  const ledger = await readLedger(store, userId, showId);
  expect(await auditShow(store, showId, { allRecords: true })).toMatchObject({
    differences: [],
    holds: true,
  });
  return {
    available: sum('available'),
    sold: sum('sold'),
    revenue: sum('revenue'),
    returns: show.returns,
    heldSeats: [...seats.values()]
      .filter(({ heldBy }) => heldBy !== undefined)
      .map(({ seatId }) => seatId)
      .sort(),
    ledger: ledger && { tickets: ledger.tickets, lastStatus: ledger.lastStatus },
  };
}
