import { PAYMENT_TASK_VERSION } from '@willcall/contracts';
import type { Measure } from '@willcall/lambda';
import { type Queue, sendPaymentTask } from '@willcall/messaging';
import { type DuePaymentChange, duePaymentName } from '@willcall/store';
import type { PurchaseImage, PurchaseRecordChange } from '../read-change.ts';

/** Dependencies of payments. */
export type PaymentDependencies = {
  readonly payments: Queue;
  readonly clock: () => Date;
  readonly measure: Measure;
};

type UpdateDependencies = PaymentDependencies & {
  /** Changes a due payment, together with others. */
  readonly changeDuePayment: (change: DuePaymentChange) => Promise<void>;
};

/**
 * Has the payment of a purchase compared with the provider after a change: at the end of its hold, and at once if the
 * change asks for it. 1 write unit for each step, and one message. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE, MessagingError: some of it may be done.
 */
export async function updatePayment(
  change: PurchaseRecordChange,
  { changeDuePayment, payments, clock, measure }: UpdateDependencies,
): Promise<void> {
  const { after } = change;
  // The purchase was removed by hand. What is due then finds nothing to compare.
  if (after === undefined) return;
  const { userId, purchaseId, correlationId } = after;
  const purchase = { userId, purchaseId };
  await Promise.all(
    planDueSteps(change).map(async ({ kind, holdUntil }) => {
      const armedAt = clock().toISOString();
      await changeDuePayment(
        kind === 'remove'
          ? { kind, name: duePaymentName({ purchase }, holdUntil) }
          : { kind, due: { purchase, correlationId, armedAt, dueAt: holdUntil, holdUntil } },
      );
    }),
  );
  const cause = findCause(change);
  if (cause === undefined) return;
  await sendPaymentTask(
    payments,
    { version: PAYMENT_TASK_VERSION, purchase, correlationId },
    cause,
  );
  measure.count('PaymentTasksSent');
}

/** A step in the table of due payments. */
type DueStep = { readonly kind: 'arm' | 'remove'; readonly holdUntil: string };

/**
 * The steps after a change of a purchase:
 *
 *     – → HELD(a)         arm a
 *     HELD(a) → HELD(b)   arm b, remove a     (its hold was prolonged)
 *     HELD(a) → others    remove a
 */
export function planDueSteps({ before, after }: PurchaseRecordChange): DueStep[] {
  const old = holdEndOf(before);
  const wanted = holdEndOf(after);
  if (old === wanted) return [];
  return [
    ...(wanted === undefined ? [] : [{ kind: 'arm', holdUntil: wanted } as const]),
    ...(old === undefined ? [] : [{ kind: 'remove', holdUntil: old } as const]),
  ];
}

const holdEndOf = (purchase: PurchaseImage | undefined): string | undefined =>
  purchase?.status === 'HELD' ? purchase.holdUntil : undefined;

/**
 * Why a change needs the provider at once, or undefined. The same change has the same cause on each delivery:
 *
 *     HELD, its cancellation is requested       its intent is cancelled, then it is
 *     HELD with an intent, erased               the same
 *     a refund is requested, first or again     it is carried out
 */
export function findCause({ before, after }: PurchaseRecordChange): string | undefined {
  if (after === undefined) return undefined;
  if (after.status === 'HELD') {
    const isNew = (name: 'cancellationRequestedAt' | 'erasedAt') =>
      after[name] !== undefined && before?.[name] === undefined;
    if (isNew('cancellationRequestedAt')) return 'cancelled';
    return isNew('erasedAt') && after.payment !== undefined ? 'erased' : undefined;
  }
  const { refund } = after;
  if (refund?.status !== 'REQUESTED') return undefined;
  const isRequested =
    before?.refund?.status === 'REQUESTED' && before.refund.attempt === refund.attempt;
  return isRequested ? undefined : `refund ${refund.attempt}`;
}
