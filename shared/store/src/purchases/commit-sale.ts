import type { Money } from '@willcall/contracts';
import { StoreError } from '../errors.ts';
import { firstKindOf, postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import { purchaseRef, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { postToShards, transactOnStock } from '../stock/stock-shards.ts';
import type { CancellationReason, TransactionAction } from '../write-items.ts';
import { addSaleToLedgers } from './ledger.ts';
import type { ConfirmedPurchase, HeldPurchase } from './purchase-record.ts';
import { isFirstDecision } from './record-refusal.ts';

/** One transaction: the tickets of these purchases, taken from the shards of one show that they name. */
type Sale = {
  readonly show: ShowRecord;
  readonly purchases: readonly (ConfirmedPurchase | HeldPurchase)[];
  /** The prices of those seats in the sale that have their own price, as read, by seat id. */
  readonly seatPrices?: ReadonlyMap<string, Money>;
  /** ISO 8601: when the sale was planned. */
  readonly at: string;
  /** Unique per plan. Retries by the SDK reuse it, so a lost reply does not sell twice. */
  readonly token: string;
};

/**
 * Sells or holds everything or nothing: 2 write units for each shard, purchase, ledger, seat and the entry in the
 * journal, of at most 1 KB each.
 *
 *     stock shard    available ≥ n, not settled →  available − n, sold + n, revenue + price
 *     purchase       does not exist             →  CONFIRMED
 *     ledger         tickets ≤ limit − n        →  tickets + n           (if the show keeps one)
 *     seat           free, at the price read    →  held by the purchase  (with reserved seating)
 *     journal        does not exist             →  what was taken from which shard, for whom
 *
 * A show that a payment provider takes the money for holds its tickets: `held + n` instead of sold and revenue,
 * and a ledger has no open hold and not too many expired ones. What costs nothing is sold at once.
 *
 * @throws StoreError STORE_UNAVAILABLE: throttled, timed out or unreachable. The sale may have been
 *   committed, so callers must not draw conclusions from it.
 */
export async function commitSale(store: Store, sale: Sale): Promise<SaleOutcome> {
  const kind = firstKindOf(sale.show);
  const postings = postPurchases(kind, sale.purchases);
  const parts = {
    stock: postToShards(store, sale.show.showId, postings),
    purchases: sale.purchases.map((record) => ({
      Put: { TableName: store.tables.purchases, Item: record, ...isFirstDecision },
    })),
    ledgers: addSaleToLedgers(store, sale.show, sale.purchases),
    seats: takeSeats(store, sale.show, sale.purchases, sale.seatPrices),
    journal: putEntry(store, sale.show.showId, {
      kind,
      postings,
      purchases: sale.purchases.map(toPosted),
      at: sale.at,
    }),
  };
  const actions = [
    ...parts.stock,
    ...parts.purchases,
    ...parts.ledgers,
    ...parts.seats,
    parts.journal,
  ];
  const outcome = await transactOnStock(store, sale.show, {
    what: 'commit the sale',
    actions,
    token: sale.token,
    at: sale.at,
  });
  return outcome.kind === 'committed'
    ? { kind: 'sold' }
    : judgeSale(outcome.reasons, parts.stock.length, parts.purchases.length);
}

/**
 * Creates the actions that assign the seats to the purchases. Each seat must be free, at the price
 * that was read.
 *
 *     read free, price 5 ── another worker sells it ── take ✗ ── read again
 *     read free, price 5 ── its price becomes 7 ────── take ✗ ── read again
 */
const takeSeats = (
  { tables }: Store<'seats'>,
  show: ShowRecord,
  purchases: Sale['purchases'],
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

/** The outcome of a sale. Nothing was written unless it is `sold`. */
type SaleOutcome =
  | { readonly kind: 'sold' }
  | {
      readonly kind: 'cancelled';
      /** Indexes, in the order of the sale, of purchases that were already decided. */
      readonly decidedBefore: readonly number[];
      /** Indexes of purchases that DynamoDB rejects. A retry cannot help. */
      readonly unwritable: readonly number[];
      /** A shard had fewer tickets than planned, or cannot be written. A read of the stock shows which. */
      readonly shortOfStock: boolean;
      /** A ledger or a seat changed after it was read, or another entry of the journal has the same key. */
      readonly outdated: boolean;
      /** Another transaction was using the same items. */
      readonly conflict: boolean;
    };

/**
 * Interprets the cancellation reasons of a sale. There is one for each action, in the order sent:
 * shards, purchases, then ledgers, seats and the journal.
 *
 * @throws StoreError STORE_UNAVAILABLE if DynamoDB rejects a ledger, a seat or the entry. That says
 *   nothing about the sale, so the messages are retried. SOLD_OUT is never concluded from it.
 */
function judgeSale(
  reasons: readonly CancellationReason[],
  shards: number,
  purchases: number,
): SaleOutcome {
  const ofStock = reasons.slice(0, shards);
  const ofPurchases = reasons.slice(shards, shards + purchases);
  const ofOthers = reasons.slice(shards + purchases);
  if (ofOthers.includes('unwritable')) {
    throw new StoreError(
      'STORE_UNAVAILABLE',
      'DynamoDB did not commit the sale: an item is not writable',
    );
  }
  return {
    kind: 'cancelled',
    decidedBefore: findIndexes('condition', ofPurchases),
    unwritable: findIndexes('unwritable', ofPurchases),
    shortOfStock: ofStock.includes('condition') || ofStock.includes('unwritable'),
    outdated: ofOthers.includes('condition'),
    conflict: reasons.includes('conflict'),
  };
}

const findIndexes = (
  wanted: CancellationReason,
  reasons: readonly CancellationReason[],
): number[] => reasons.flatMap((reason, index) => (reason === wanted ? [index] : []));
