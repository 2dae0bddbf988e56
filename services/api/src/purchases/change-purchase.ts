import type { PurchaseChange } from '@willcall/contracts';
import { confirmedAt, conflictJitterMs, retry, wantedReminderKey } from '@willcall/domain';
import { findPurchase, type Handler, ProblemError, type PurchaseReference } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  changePurchase as changeRecord,
  type PurchaseChanges,
  readShow,
  type ShowRecord,
  StoreError,
} from '@willcall/store';
import { hasBegun, isConfirmed, type PurchaseDependencies } from './changeable-purchase.ts';
import { purchaseResource } from './purchase-resource.ts';

const MAX_ATTEMPTS = 5;

/**
 * `PATCH /purchases/{purchaseId}`: changes the holder or the reminder's lead. The stream moves the
 * reminder when its key on the purchase changes.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED, NOT_CHANGEABLE
 */
export const changePurchase =
  (dependencies: PurchaseDependencies): Handler<'changePurchase'> =>
  async ({ caller, path: { purchaseId }, body }) => {
    const { store, random, wait } = dependencies;
    const changed = await retry(
      async () => {
        const reference = { userId: caller, purchaseId };
        const { purchase, show } = await findChangeable(reference, dependencies);
        const made = planChanges(body, purchase, show);
        return (await changeRecord(store, purchase, show, made)) ?? 'again';
      },
      {
        attempts: MAX_ATTEMPTS,
        delayMs: (nth) => conflictJitterMs(nth, random),
        wait,
        exhausted: () =>
          new StoreError('STORE_UNAVAILABLE', 'Too many concurrent changes of the purchase'),
      },
    );
    return purchaseResource(changed);
  };

/** @throws ProblemError PURCHASE_ERASED, NOT_CHANGEABLE */
async function findChangeable(
  reference: PurchaseReference,
  dependencies: PurchaseDependencies,
): Promise<{ readonly purchase: ConfirmedPurchase; readonly show: ShowRecord }> {
  const { store, clock } = dependencies;
  const record = await findPurchase(reference, dependencies, { consistent: true });
  if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
  if (!isConfirmed(record)) throw new ProblemError('NOT_CHANGEABLE');
  const show = await readShow(store, record.showId, { consistent: true });
  if (show === undefined || hasBegun(show, clock())) throw new ProblemError('NOT_CHANGEABLE');
  return { purchase: record, show };
}

/** A new lead also changes the reminder's key. */
const planChanges = (
  { holder, reminderLeadSeconds }: PurchaseChange,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
): PurchaseChanges => ({
  ...(holder === undefined ? {} : { holder }),
  ...(reminderLeadSeconds === undefined
    ? {}
    : {
        lead: {
          seconds: reminderLeadSeconds,
          reminder: wantedReminderKey(
            show,
            { ...purchase, reminderLeadSeconds },
            confirmedAt(purchase),
          ),
        },
      }),
});
