import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { conflictJitterMs, parsePurchaseId, retry } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { transact } from '../transact.ts';
import { planReturn, type ReturnedBy } from './plan-return.ts';
import { type ConfirmedPurchase, type PurchaseRecord, readPurchase } from './purchase-record.ts';

/** Transactions that are tried before the caller is told to come back. */
const MAX_ROUNDS = 8;

/** When and by which request a purchase is cancelled, and what the waiting between two tries needs. */
type Cancellation = ReturnedBy & {
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * Cancels a purchase and gives its tickets back, in one transaction, so once for ever: whoever comes
 * second, or repeats it after a lost reply, finds the purchase cancelled. Nothing is judged here: that
 * the show has not begun is for the caller to see.
 *
 *     cancel ── CONFIRMED → CANCELLED, stock + q ✓ ── reply lost ── cancel ── not CONFIRMED ✗ read it
 *
 * Costs a consistent look at the stock, and 2 write units for the purchase, the shard (mostly one),
 * the show (its indexes come on top), each seat, and the ledger.
 *
 * @returns the record as it stands: CANCELLED, by this call or before it.
 * @throws StoreError STORE_UNAVAILABLE (it may be cancelled; repeating it is safe), RECORD_UNREADABLE,
 *   STOCK_MISSING
 */
export function cancelPurchase(
  store: Store<'shows' | 'stock' | 'seats' | 'purchases'>,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { wait, ...by }: Cancellation,
): Promise<PurchaseRecord> {
  const attempt = async (nth: number): Promise<PurchaseRecord | 'again' | 'at-once'> => {
    // Whatever was in the way, a conflict or counters that have moved on, may be the same cancellation.
    const standing = nth === 0 ? purchase : await readCurrentPurchase(store, purchase);
    if (standing.status !== 'CONFIRMED') return standing;
    const plan = await planReturn(store, purchase, show, by);
    if (plan === undefined) return 'again';
    const outcome = await transact(store, 'cancel the purchase', plan.actions, randomUUID());
    if (outcome.kind === 'committed') return { ...purchase, ...plan.cancelled };
    // The purchase stands first in the plan: it was cancelled before.
    return outcome.reasons[0] === 'condition' ? 'at-once' : 'again';
  };
  return retry<PurchaseRecord>(attempt, {
    attempts: MAX_ROUNDS,
    delayMs: (nth) => conflictJitterMs(nth, by.random),
    wait,
    exhausted: () =>
      new StoreError('STORE_UNAVAILABLE', 'Others were faster too often to cancel the purchase'),
  });
}

async function readCurrentPurchase(
  store: Store<'purchases'>,
  { userId, purchaseId }: ConfirmedPurchase,
): Promise<PurchaseRecord> {
  const { key } = known(parsePurchaseId(purchaseId), 'key in the purchase id');
  const standing = await readPurchase(store, userId, key, { consistent: true });
  // Records are never removed: this one was taken away by hand.
  if (standing === undefined) throw new StoreError('RECORD_UNREADABLE', 'the purchase is gone');
  return standing;
}
