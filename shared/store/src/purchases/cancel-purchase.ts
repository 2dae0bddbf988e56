import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { conflictJitterMs, keepsLedger, parsePurchaseId, retry } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { readShard, transactOnStock } from '../stock/stock-shards.ts';
import { listRefused } from './change-together.ts';
import { type LedgerRecord, readLedger } from './ledger.ts';
import { planReturn, type ReturnedBy, refundOf } from './plan-return.ts';
import { type ConfirmedPurchase, type PurchaseRecord, readPurchase } from './purchase-record.ts';

/** Transactions to try before the caller must retry. */
const MAX_ROUNDS = 8;

/** When and by which request a purchase is cancelled, and the delay between tries. */
type Cancellation = ReturnedBy & {
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * Cancels a purchase and returns its tickets in one transaction, so it happens exactly once. A
 * second or repeated call finds the purchase cancelled. The caller checks that the show has not
 * started.
 *
 *     cancel ── CONFIRMED → CANCELLED, stock + q ✓ ── reply lost ── cancel ── not CONFIRMED ✗ read it
 *
 * Costs 2 write units each for the purchase, the shard (usually one), the show (plus its indexes), each
 * seat, the ledger and the entry in the journal. The stock is not read.
 *
 * @returns the current record: CANCELLED, by this call or an earlier one.
 * @throws StoreError STORE_UNAVAILABLE (the purchase may be cancelled, and it is safe to retry),
 *   RECORD_UNREADABLE, STOCK_MISSING (also for a shard that its tickets came from)
 */
export function cancelPurchase(
  store: Store,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { wait, ...by }: Cancellation,
): Promise<PurchaseRecord> {
  const attempt = async (nth: number): Promise<PurchaseRecord | 'again' | 'at-once'> => {
    // The conflict or the changed counters may come from the same cancellation.
    const current = nth === 0 ? purchase : await readCurrentPurchase(store, purchase);
    if (current.status !== 'CONFIRMED') return current;
    const { steps, cancelled } = planReturn(store, show, [purchase], {
      ...by,
      ledgers: await readLedgerOf(store, purchase, show),
    });
    const outcome = await transactOnStock(store, show, {
      what: 'cancel the purchase',
      actions: steps.map(({ action }) => action),
      token: randomUUID(),
      at: by.at,
    });
    if (outcome.kind === 'committed')
      return { ...purchase, ...cancelled, ...refundOf(purchase, by.fee) };
    const refused = listRefused(steps, outcome.reasons);
    // It was already cancelled.
    if (refused.some(({ part, reason }) => part === 'purchase' && reason === 'condition'))
      return 'at-once';
    for (const { shard } of refused) {
      // The tickets belong in this shard, so no other one can take them. It must exist and be readable.
      if (shard !== undefined) await readShard(store, show.showId, shard);
    }
    return 'again';
  };
  return retry<PurchaseRecord>(attempt, {
    attempts: MAX_ROUNDS,
    delayMs: (nth) => conflictJitterMs(nth, by.random),
    wait,
    exhausted: () =>
      new StoreError(
        'STORE_UNAVAILABLE',
        'DynamoDB did not cancel the purchase: too many conflicts with other writes',
      ),
  });
}

async function readLedgerOf(
  store: Store<'purchases'>,
  { userId }: ConfirmedPurchase,
  show: ShowRecord,
): Promise<ReadonlyMap<string, LedgerRecord>> {
  const ledger = keepsLedger(show) ? await readLedger(store, userId, show.showId) : undefined;
  return new Map(ledger === undefined ? [] : [[userId, ledger]]);
}

async function readCurrentPurchase(
  store: Store<'purchases'>,
  { userId, purchaseId }: ConfirmedPurchase,
): Promise<PurchaseRecord> {
  const { key } = known(parsePurchaseId(purchaseId), 'key in the purchase id');
  const current = await readPurchase(store, userId, key, { consistent: true });
  // Records are never removed, so this one was deleted manually.
  if (current === undefined)
    throw new StoreError('RECORD_UNREADABLE', 'The record of the purchase no longer exists');
  return current;
}
