import type { Money } from '@willcall/contracts';
import type { Allocation } from '@willcall/domain';
import { bucketKey } from '../keys.ts';
import { isFirstDecision } from '../purchases/first-decision.ts';
import type { ConfirmedPurchase } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import { type TransactionAction, transact } from '../transact.ts';
import { judgeSale, type SaleOutcome } from './judge-sale.ts';
import { ledgerEntries } from './ledger-entries.ts';
import { takeSeats } from './take-seats.ts';

/** One transaction: the tickets of these purchases, from these buckets of one show. */
export type Sale = {
  readonly show: ShowRecord;
  readonly from: readonly Allocation[];
  readonly purchases: readonly ConfirmedPurchase[];
  /** By seat: its own price as it was read, of those seats of the purchases that have one. */
  readonly seatPrices?: ReadonlyMap<string, Money>;
  /** New for every new plan. The SDK's retries of this call keep it, so a lost reply sells once. */
  readonly token: string;
};

/**
 * Sells all of it or nothing: 2 write units for each bucket, purchase, ledger and seat of at most 1 KB.
 *
 *     stock bucket   available ≥ n              →  available − n, sold + n, revenue + price
 *     purchase       not exists                 →  CONFIRMED
 *     ledger         tickets ≤ limit − n        →  tickets + n           (where the show keeps one)
 *     seat           free, at the price read    →  held by the purchase  (with reserved seating)
 *
 * @throws StoreError STORE_UNAVAILABLE: throttled, timed out or unreachable; it may have been sold, so
 *   nothing may be concluded from it.
 */
export async function commitSale(
  store: Store<'stock' | 'purchases' | 'seats'>,
  sale: Sale,
): Promise<SaleOutcome> {
  const parts = {
    stock: takeStock(store, sale),
    purchases: sale.purchases.map((record) => ({
      Put: { TableName: store.tables.purchases, Item: record, ...isFirstDecision },
    })),
    ledgers: ledgerEntries(store, sale.show, sale.purchases),
    seats: takeSeats(store, sale.show, sale.purchases, sale.seatPrices),
  };
  const actions = [...parts.stock, ...parts.purchases, ...parts.ledgers, ...parts.seats];
  const outcome = await transact(store, 'commit the sale', actions, sale.token);
  return outcome.kind === 'committed'
    ? { kind: 'sold' }
    : judgeSale(outcome.reasons, parts.stock.length, parts.purchases.length);
}

/** The revenue of all of it counts in the first bucket: only the sum over a show's buckets means anything. */
const takeStock = (
  { tables }: Store<'stock'>,
  { show, from, purchases }: Sale,
): TransactionAction[] => {
  const revenue = purchases.reduce((sum, { total }) => sum + (total?.amount ?? 0), 0);
  return from.map(({ bucket, quantity }, index) => ({
    Update: {
      TableName: tables.stock,
      Key: { bucketKey: bucketKey(show.showId, bucket) },
      UpdateExpression:
        'SET available = available - :tickets, sold = sold + :tickets, revenue = revenue + :price',
      ConditionExpression: 'available >= :tickets',
      ExpressionAttributeValues: { ':tickets': quantity, ':price': index === 0 ? revenue : 0 },
    },
  }));
};
