import type { Money } from '@willcall/contracts';
import type { Allocation } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { purchaseRef, seatKey, shardKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type CancellationReason, type TransactionAction, transact } from '../transact.ts';
import { addSaleToLedgers } from './ledger.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';
import { isFirstDecision } from './record-refusal.ts';

/** One transaction: the tickets of these purchases, from these shards of one show. */
type Sale = {
  readonly show: ShowRecord;
  readonly from: readonly Allocation[];
  readonly purchases: readonly ConfirmedPurchase[];
  /** By seat: its own price as it was read, of those seats of the purchases that have one. */
  readonly seatPrices?: ReadonlyMap<string, Money>;
  /** New for every new plan. The SDK's retries of this call keep it, so a lost reply sells once. */
  readonly token: string;
};

/**
 * Sells all of it or nothing: 2 write units for each shard, purchase, ledger and seat of at most 1 KB.
 *
 *     stock shard   available ≥ n              →  available − n, sold + n, revenue + price
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
    ledgers: addSaleToLedgers(store, sale.show, sale.purchases),
    seats: takeSeats(store, sale.show, sale.purchases, sale.seatPrices),
  };
  const actions = [...parts.stock, ...parts.purchases, ...parts.ledgers, ...parts.seats];
  const outcome = await transact(store, 'commit the sale', actions, sale.token);
  return outcome.kind === 'committed'
    ? { kind: 'sold' }
    : judgeSale(outcome.reasons, parts.stock.length, parts.purchases.length);
}

/** The revenue of all of it counts in the first shard: only the sum over a show's shards means anything. */
const takeStock = (
  { tables }: Store<'stock'>,
  { show, from, purchases }: Sale,
): TransactionAction[] => {
  const revenue = purchases.reduce((sum, { total }) => sum + (total?.amount ?? 0), 0);
  return from.map(({ shard, quantity }, index) => ({
    Update: {
      TableName: tables.stock,
      Key: { bucketKey: shardKey(show.showId, shard) },
      UpdateExpression:
        'SET available = available - :tickets, sold = sold + :tickets, revenue = revenue + :price',
      ConditionExpression: 'available >= :tickets',
      ExpressionAttributeValues: { ':tickets': quantity, ':price': index === 0 ? revenue : 0 },
    },
  }));
};

/**
 * The part of a sale that gives its purchases their seats: each is free, at the price that was read.
 *
 *     read free, price 5 ── another worker sells it ── take ✗ ── read again
 *     read free, price 5 ── its price becomes 7 ────── take ✗ ── read again
 */
const takeSeats = (
  { tables }: Store<'seats'>,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
  prices?: ReadonlyMap<string, Money>,
): TransactionAction[] =>
  purchases.flatMap(({ userId, recordKey, seats = [] }) =>
    seats.map((seatId) => {
      const price = prices?.get(seatId);
      const isFree = ['attribute_exists(seatId)', 'attribute_not_exists(heldBy)'];
      const isAtPrice = price === undefined ? 'attribute_not_exists(price)' : 'price = :price';
      return {
        Update: {
          TableName: tables.seats,
          Key: seatKey(show, seatId),
          UpdateExpression: 'SET heldBy = :purchase',
          ConditionExpression: [...isFree, isAtPrice].join(' AND '),
          ExpressionAttributeValues: {
            ':purchase': purchaseRef(userId, recordKey),
            ...(price === undefined ? {} : { ':price': price }),
          },
        },
      };
    }),
  );

/** What became of a sale. Nothing was written unless it is `sold`. */
type SaleOutcome =
  | { readonly kind: 'sold' }
  | {
      readonly kind: 'cancelled';
      /** Places (in the sale's order) of purchases that were decided before. */
      readonly decidedBefore: readonly number[];
      /** Places of purchases that DynamoDB will never take, however often they are sent. */
      readonly unwritable: readonly number[];
      /** A shard held less than was planned. */
      readonly shortOfStock: boolean;
      /** A ledger or a seat was not any more what the plan rested on. */
      readonly outdated: boolean;
      /** Another transaction was at work on the same items. */
      readonly conflict: boolean;
    };

/**
 * Reads a cancelled sale reason by reason: one for each action, in the order that they were sent:
 * shards, purchases, then ledgers and seats.
 *
 * @throws StoreError STORE_UNAVAILABLE when DynamoDB will not take what is no purchase: that says
 *   nothing of the sale, and the messages come back. SOLD_OUT is never concluded from it.
 */
function judgeSale(
  reasons: readonly CancellationReason[],
  shards: number,
  purchases: number,
): SaleOutcome {
  const ofStock = reasons.slice(0, shards);
  const ofPurchases = reasons.slice(shards, shards + purchases);
  const ofOthers = reasons.slice(shards + purchases);
  if (ofStock.includes('unwritable') || ofOthers.includes('unwritable')) {
    throw new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not take the sale: unwritable');
  }
  return {
    kind: 'cancelled',
    decidedBefore: findIndexes('condition', ofPurchases),
    unwritable: findIndexes('unwritable', ofPurchases),
    shortOfStock: ofStock.includes('condition'),
    outdated: ofOthers.includes('condition'),
    conflict: reasons.includes('conflict'),
  };
}

const findIndexes = (
  wanted: CancellationReason,
  reasons: readonly CancellationReason[],
): number[] => reasons.flatMap((reason, place) => (reason === wanted ? [place] : []));
