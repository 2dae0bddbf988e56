import { type PurchaseIdKeys, parsePurchaseId, wasIssuedTo } from '@willcall/domain';
import { type Handler, type Observability, ProblemError } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  type PurchaseRecord,
  readPurchase,
  type Store,
} from '@willcall/store';
import type { QueueWait } from '../waiting/queue-wait.ts';
import { purchaseResource } from './purchase-resource.ts';

type FindPurchase = {
  readonly store: Store<'purchases'>;
  readonly keys: () => Promise<PurchaseIdKeys>;
};

/** Dependencies of cancelling, changing and erasing a purchase. */
export type PurchaseDependencies = Omit<FindPurchase, 'store'> & {
  readonly store: Store;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
} & Pick<Observability, 'log' | 'measure'>;

/** A purchase id and the buyer who requests it. */
export type PurchaseReference = { readonly userId: string; readonly purchaseId: string };

/**
 * `GET /purchases/{purchaseId}`: one read of 0.5 units. A pending purchase includes the estimated wait,
 * from the cached lag.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, PURCHASE_ERASED, IDEMPOTENCY_KEY_REUSED
 */
export const getPurchase =
  (find: FindPurchase, wait: () => Promise<QueueWait>): Handler<'getPurchase'> =>
  async ({ caller, path: { purchaseId } }) => {
    const reference = { userId: caller, purchaseId };
    const record = await findPurchase(reference, find, { consistent: false });
    if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
    if (record !== undefined) return { headers: {}, answer: purchaseResource(record) };
    const { retryAfter, ...estimate } = await wait();
    return {
      headers: { 'retry-after': retryAfter },
      answer: { purchaseId, status: 'PENDING', ...estimate },
    };
  };

/**
 * Finds a purchase with one read. The partition key is the buyer's id, so the read cannot find another
 * buyer's purchase.
 *
 *     record, same fingerprint    → the record, whichever key signed the id
 *     record, other fingerprint   → 422 if we issued the id: its key was used for another request
 *     no record                   → undecided if we issued the id
 *     anything else               → 404
 *
 * @param consistent true (1 read unit) before a change; false costs 0.5.
 * @returns the record, or undefined while the purchase is undecided.
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function findPurchase(
  { userId, purchaseId }: PurchaseReference,
  { store, keys }: FindPurchase,
  { consistent }: { readonly consistent: boolean },
): Promise<PurchaseRecord | undefined> {
  const id = parsePurchaseId(purchaseId);
  if (id === undefined) throw new ProblemError('PURCHASE_NOT_FOUND');

  const record = await readPurchase(store, userId, id.key, { consistent });
  if (record && parsePurchaseId(record.purchaseId)?.fingerprint === id.fingerprint) return record;
  if (!wasIssuedTo(userId, id, await keys())) throw new ProblemError('PURCHASE_NOT_FOUND');
  if (record) throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
  return undefined;
}

export const isConfirmed = (record: PurchaseRecord | undefined): record is ConfirmedPurchase =>
  record?.status === 'CONFIRMED';

/** Whether a show has started. Its purchases can then no longer be cancelled or changed. */
export const hasBegun = ({ startsAt }: { readonly startsAt: string }, now: Date): boolean =>
  Date.parse(startsAt) <= now.getTime();
