import { isBehindSweep, reminderDueAtOf } from '@willcall/domain';
import { cancelReminder, purchaseRef, setReminder } from '@willcall/store';
import type { StreamDependencies } from '../batch/dependencies.ts';
import { StreamError } from '../errors.ts';
import type { PurchaseChange } from '../record/change.ts';
import { reminderSteps } from './reminder-steps.ts';

export type KeepReminderDependencies = Pick<StreamDependencies, 'store' | 'clock' | 'measure'>;

/** Of a purchase, what its reminder is set by. */
type Reminded = {
  readonly userId: string;
  readonly recordKey: string;
  readonly showId: string;
  readonly correlationId: string;
};

/**
 * Does in the Reminders table what a change of a purchase asks for: 1 write unit for each step, and
 * repeating it changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE; a part of it may be done.
 * @throws StreamError UNREADABLE_RECORD of a purchase to remind of, without its show.
 */
export async function keepReminder(
  change: PurchaseChange,
  dependencies: KeepReminderDependencies,
): Promise<void> {
  const { after } = change;
  for (const { kind, dueKey } of reminderSteps(change)) {
    if (after?.showId === undefined) {
      throw new StreamError('UNREADABLE_RECORD', 'A purchase is without its showId');
    }
    const purchase = { ...after, showId: after.showId };
    switch (kind) {
      case 'cancel':
        await cancel(dueKey, purchase, dependencies);
        break;
      case 'set':
        await setReminderAt(dueKey, purchase, dependencies);
        break;
    }
  }
}

/**
 * Sets a reminder, already fired when no sweep would come by it any more: the stream announces that
 * like any firing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
async function setReminderAt(
  dueKey: string,
  { userId, recordKey, showId, correlationId }: Reminded,
  { store, clock, measure }: KeepReminderDependencies,
): Promise<void> {
  const now = clock();
  const isLate = isBehindSweep(reminderDueAtOf(dueKey), now);
  const isSet = await setReminder(store, {
    ...{ dueKey, userId, recordKey, showId, correlationId },
    ...(isLate ? { firedAt: now.toISOString() } : {}),
  });
  measure.count(isSet ? 'RemindersSet' : 'RemindersFiredBefore');
}

async function cancel(
  dueKey: string,
  { userId, recordKey }: Reminded,
  { store, clock, measure }: KeepReminderDependencies,
): Promise<void> {
  const name = { dueKey, purchaseRef: purchaseRef(userId, recordKey) };
  const isCancelled = await cancelReminder(store, name, clock().toISOString());
  if (isCancelled) measure.count('RemindersCancelled');
}
