import { isBehindSweep, parseReminderDueAt } from '@willcall/domain';
import type { Measure } from '@willcall/lambda';
import { cancelReminder, type NewReminder, purchaseRef, type Store } from '@willcall/store';
import { StreamError } from '../errors.ts';
import type { PurchaseImage, PurchaseRecordChange } from '../read-change.ts';

/** Dependencies of reminders. */
export type ReminderDependencies = {
  readonly store: Store<'shows' | 'purchases' | 'reminders'>;
  readonly clock: () => Date;
  readonly measure: Measure;
};

type UpdateDependencies = ReminderDependencies & { readonly setReminder: SetReminder };

/** A purchase with a reminder. */
type Reminded = PurchaseImage & { readonly showId: string };

/**
 * Updates the Reminders table after a change of a purchase: 1 write unit per step. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE. Some steps may be done.
 * @throws StreamError UNREADABLE_RECORD for a purchase with a reminder but no show.
 */
export async function updateReminder(
  change: PurchaseRecordChange,
  dependencies: UpdateDependencies,
): Promise<void> {
  const { after } = change;
  for (const { kind, dueKey } of planReminderSteps(change)) {
    if (after?.showId === undefined) {
      throw new StreamError('UNREADABLE_RECORD', 'The purchase has no showId');
    }
    const purchase = { ...after, showId: after.showId };
    switch (kind) {
      case 'cancel':
        await cancelReminderAt(dueKey, purchase, dependencies);
        break;
      case 'set':
        await setReminderAt(dueKey, purchase, dependencies);
        break;
    }
  }
}

/**
 * Sets a reminder. If the sweep has already passed its minute, sets it as fired, and the stream announces
 * it like any other.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
async function setReminderAt(
  dueKey: string,
  { userId, recordKey, showId, correlationId }: Reminded,
  { setReminder, clock, measure }: UpdateDependencies,
): Promise<void> {
  const now = clock();
  const isLate = isBehindSweep(parseReminderDueAt(dueKey), now);
  const isSet = await setReminder({
    ...{ dueKey, userId, recordKey, showId, correlationId },
    ...(isLate ? { firedAt: now.toISOString() } : {}),
  });
  measure.count(isSet ? 'RemindersSet' : 'RemindersFiredBefore');
}

async function cancelReminderAt(
  dueKey: string,
  { userId, recordKey }: Reminded,
  { store, clock, measure }: ReminderDependencies,
): Promise<void> {
  const name = { dueKey, purchaseRef: purchaseRef(userId, recordKey) };
  const isCancelled = await cancelReminder(store, name, clock().toISOString());
  if (isCancelled) measure.count('RemindersCancelled');
}

/** A step in one partition of the Reminders table. */
type ReminderStep = { readonly kind: 'set' | 'cancel'; readonly dueKey: string };

/**
 * The steps for the reminder after a change of its purchase, in order:
 *
 *     – → CONFIRMED(a)             set a
 *     CONFIRMED(a) → CONFIRMED(b)  cancel a, set b     (its lead was changed, or its show has moved)
 *     CONFIRMED(a) → CANCELLED     cancel a
 */
export function planReminderSteps({ before, after }: PurchaseRecordChange): ReminderStep[] {
  // The purchase was removed by hand. Its reminder then finds nothing to announce.
  if (after === undefined) return [];
  const old = reminderOf(before);
  const wanted = reminderOf(after);
  if (old === wanted) return [];
  return [
    ...(old === undefined ? [] : [{ kind: 'cancel', dueKey: old } as const]),
    ...(wanted === undefined ? [] : [{ kind: 'set', dueKey: wanted } as const]),
  ];
}

const reminderOf = (purchase: PurchaseImage | undefined): string | undefined =>
  purchase?.status === 'CONFIRMED' ? purchase.reminder : undefined;

/** Sets a reminder, together with others. Returns whether it waits; false if it had fired. */
export type SetReminder = (reminder: NewReminder) => Promise<boolean>;
