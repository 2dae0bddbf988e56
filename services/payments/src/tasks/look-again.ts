import { type PurchaseRecord, updateDuePayments } from '@willcall/store';
import type { TaskDependencies } from './dependencies.ts';

/** What is looked at again. */
type Again = {
  /** Undefined while only the intent is known. */
  readonly record?: PurchaseRecord;
  /** An intent that the record does not name. */
  readonly intent?: string;
  readonly correlationId: string;
};

/** Milliseconds. What has waited for hours can wait for another one. */
const LONGEST_DELAY_MS = 60 * 60_000;
/** The next try waits for half of the time that has passed. */
const DELAY_SHARE = 0.5;

/**
 * Has a payment looked at again: in the next minute while others wait for the tickets, and less and less often once
 * only money is concerned. It costs no delivery of the message, survives every restart and goes on as long as it takes.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function lookAgain(
  { record, intent, correlationId }: Again,
  { store, clock, measure }: Pick<TaskDependencies, 'store' | 'clock' | 'measure'>,
): Promise<void> {
  const now = clock();
  const isHeld = record?.status === 'HELD';
  const [result] = await updateDuePayments(store, [
    {
      kind: 'arm',
      due: {
        ...(record === undefined
          ? {}
          : { purchase: { userId: record.userId, purchaseId: record.purchaseId } }),
        ...(intent === undefined ? {} : { intent }),
        ...(isHeld ? { holdUntil: record.holdUntil } : {}),
        correlationId,
        armedAt: now.toISOString(),
        dueAt: new Date(now.getTime() + delayOf(record, now)).toISOString(),
      },
    },
  ]);
  if (result?.status === 'rejected') throw result.reason;
  measure.count('PaymentsLookedAtAgain');
}

function delayOf(record: PurchaseRecord | undefined, now: Date): number {
  const since = record?.cancelledAt ?? record?.expiredAt;
  if (since === undefined) return 0;
  const waitedMs = Math.max(0, now.getTime() - Date.parse(since));
  return Math.min(LONGEST_DELAY_MS, waitedMs * DELAY_SHARE);
}
