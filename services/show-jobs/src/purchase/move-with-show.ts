import { purchaseReminder } from '@willcall/domain';
import { type ConfirmedPurchase, moveReminder, type ShowRecord } from '@willcall/store';
import type { ShowJobsDependencies } from '../turn/dependencies.ts';

/**
 * Moves the reminder of a purchase to where its show's present start puts it, unless it was sent.
 *
 * @returns whether it moved.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function moveWithShow(
  { userId, recordKey, showId, reminder, reminderLeadSeconds, correlationId }: ConfirmedPurchase,
  show: ShowRecord,
  { store, clock }: ShowJobsDependencies,
): Promise<boolean> {
  const to = purchaseReminder(show, { userId, recordKey, reminderLeadSeconds });
  if (reminder === undefined || reminder === to) return false;
  return moveReminder(store, {
    ...{ userId, recordKey, showId, correlationId },
    from: reminder,
    to,
    hasFired: false,
    at: clock().toISOString(),
  });
}
