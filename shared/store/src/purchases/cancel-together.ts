import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type ChangeSeams, changeTogether, type FailedChange } from './change-together.ts';
import { planReturn } from './plan-return.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';

/** By which request purchases are cancelled, and what a test sets. */
type JointCancellation = ChangeSeams & { readonly correlationId: string };

/** A purchase that a retry cannot cancel, and why. */
export type FailedCancellation = FailedChange<ConfirmedPurchase>;

/**
 * Cancels purchases of a cancelled show in one transaction, each exactly once, as `changeTogether` does. One that
 * is already cancelled is left out.
 *
 * 2 write units for each purchase, ledger, seat and shard, and for each KB of the entry in the journal; 1
 * read unit for each ledger.
 *
 * @param purchases as many as `countReturnable` allows.
 * @returns the purchases that are not cancelled. Their errors say that a retry does not help.
 * @throws StoreError STORE_UNAVAILABLE: any of them may be cancelled, and it is safe to retry.
 */
export async function cancelTogether(
  store: Store,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
  { correlationId, ...seams }: JointCancellation,
): Promise<readonly FailedCancellation[]> {
  const { failed } = await changeTogether(
    store,
    show,
    purchases,
    {
      what: 'cancel the purchases',
      plan: (group, { at, ledgers }) =>
        planReturn(store, show, group, { at, correlationId, ledgers }).steps,
      renew: (_, current) =>
        current.status === 'CONFIRMED' ? { ...current, status: current.status } : undefined,
    },
    seams,
  );
  return failed;
}
