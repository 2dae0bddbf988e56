import { randomUUID } from 'node:crypto';
import { conflictJitterMs, parsePurchaseId } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import type { ConfirmedPurchase, PurchaseRecord } from '../purchases/purchase-record.ts';
import { readPurchase } from '../purchases/read-purchase.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import { transact } from '../transact.ts';
import { planReturn, type ReturnedBy } from './plan-return.ts';

/** Transactions that are tried before the caller is told to come back. */
const MOST_ROUNDS = 8;

/** When and by which request a purchase is cancelled, and what the waiting between two tries needs. */
export type Cancellation = ReturnedBy & {
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * Cancels a purchase and gives its tickets back, in one transaction, so once for ever: whoever comes
 * second, or repeats it after a lost reply, finds the purchase cancelled. Nothing is judged here: that
 * the show has not begun is for the caller to see.
 *
 *     cancel ── CONFIRMED → CANCELLED, stock + q ✓ ── reply lost ── cancel ── not CONFIRMED ✗ read it
 *
 * Costs a consistent look at the stock, and 2 write units for the purchase, the bucket (mostly one),
 * the show (its indexes come on top), each seat, and the ledger.
 *
 * @returns the record as it stands: CANCELLED, by this call or before it.
 * @throws StoreError STORE_UNAVAILABLE (it may be cancelled; repeating it is safe), RECORD_UNREADABLE,
 *   STOCK_MISSING
 */
export async function cancelPurchase(
  store: Store<'shows' | 'stock' | 'seats' | 'purchases'>,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { wait, ...by }: Cancellation,
): Promise<PurchaseRecord> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const plan = await planReturn(store, purchase, show, by);
    const outcome =
      plan && (await transact(store, 'cancel the purchase', plan.actions, randomUUID()));
    if (outcome?.kind === 'committed') return { ...purchase, ...plan?.cancelled };

    // The purchase stands first in the plan: it was cancelled before. Whatever else was in the way, a
    // conflict or counters that have moved on, is looked at again, and may be the same cancellation.
    if (outcome?.reasons[0] !== 'condition') {
      await wait(conflictJitterMs(round, by.random));
    }
    const standing = await standingPurchase(store, purchase);
    if (standing.status !== 'CONFIRMED') return standing;
  }
  throw new StoreError('STORE_UNAVAILABLE', 'Others were faster too often to cancel the purchase');
}

async function standingPurchase(
  store: Store<'purchases'>,
  { userId, purchaseId }: ConfirmedPurchase,
): Promise<PurchaseRecord> {
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
  const standing = await readPurchase(store, userId, key, { consistent: true });
  // Records are never removed: this one was taken away by hand.
  if (standing === undefined) throw new StoreError('RECORD_UNREADABLE', 'the purchase is gone');
  return standing;
}
