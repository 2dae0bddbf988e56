import { PurchaseChange } from '@willcall/contracts';
import { conflictJitterMs, purchaseReminder } from '@willcall/domain';
import { type HttpEvent, type HttpReply, ProblemError, parse, readRequest } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  changePurchase,
  type PurchaseChanges,
  readShow,
  type ShowRecord,
  StoreError,
} from '@willcall/store';
import type { PurchaseDependencies } from './dependencies.ts';
import { foundPurchase } from './found-purchase.ts';
import { isConfirmed } from './give-back.ts';
import { hasBegun } from './has-begun.ts';
import { purchaseResource } from './purchase-resource.ts';

const MOST_ROUNDS = 5;

/**
 * `PATCH /purchases/{purchaseId}`: another holder, another lead of the reminder. The stream moves the
 * reminder when the purchase remembers another key for it.
 *
 * @throws ProblemError INVALID_REQUEST, PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED,
 *   NOT_CHANGEABLE
 */
export const patchPurchase =
  (dependencies: PurchaseDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { store, random, wait } = dependencies;
    const asked = parse(PurchaseChange, readRequest(event).body);
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { purchase, show } = await changeable(event, dependencies);
      const changed = await changePurchase(store, purchase, show, changes(asked, purchase, show));
      if (changed !== undefined) return { status: 200, body: purchaseResource(changed) };
      await wait(conflictJitterMs(round, random));
    }
    throw new StoreError(
      'STORE_UNAVAILABLE',
      'Others were faster too often to change the purchase',
    );
  };

/** @throws ProblemError PURCHASE_ERASED, NOT_CHANGEABLE */
async function changeable(
  event: HttpEvent,
  dependencies: PurchaseDependencies,
): Promise<{ readonly purchase: ConfirmedPurchase; readonly show: ShowRecord }> {
  const { store, clock } = dependencies;
  const { record } = await foundPurchase(event, dependencies, { consistent: true });
  if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
  if (!isConfirmed(record)) throw new ProblemError('NOT_CHANGEABLE');
  const show = await readShow(store, record.showId, { consistent: true });
  if (show === undefined || hasBegun(show, clock())) throw new ProblemError('NOT_CHANGEABLE');
  return { purchase: record, show };
}

/** A new lead comes with the key that the reminder has by it. */
const changes = (
  { holder, reminderLeadSeconds }: PurchaseChange,
  { userId, recordKey }: ConfirmedPurchase,
  show: ShowRecord,
): PurchaseChanges => ({
  ...(holder === undefined ? {} : { holder }),
  ...(reminderLeadSeconds === undefined
    ? {}
    : {
        lead: {
          seconds: reminderLeadSeconds,
          reminder: purchaseReminder(show, { userId, recordKey, reminderLeadSeconds }),
        },
      }),
});
