import { isBehindSweep, parseReminderDueAt } from '@willcall/domain';
import type { Measure } from '@willcall/lambda';
import { cancelReminder, purchaseRef, type Store, setReminder } from '@willcall/store';
import { StreamError } from '../errors.ts';
import type { PurchaseImage, PurchaseRecordChange } from '../read-change.ts';

/** What reminders need from outside. */
export type ReminderDependencies = {
  readonly store: Store<'shows' | 'purchases' | 'reminders'>;
  readonly clock: () => Date;
  readonly measure: Measure;
};

/** A purchase to remind of. */
type Reminded = PurchaseImage & { readonly showId: string };

/**
 * Does in the Reminders table what a change of a purchase asks for: 1 write unit for each step, and
 * repeating it changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE; a part of it may be done.
 * @throws StreamError UNREADABLE_RECORD of a purchase to remind of, without its show.
 */
export async function updateReminder(
  change: PurchaseRecordChange,
  dependencies: ReminderDependencies,
): Promise<void> {
  const { after } = change;
  for (const { kind, dueKey } of planReminderSteps(change)) {
    if (after?.showId === undefined) {
      throw new StreamError('UNREADABLE_RECORD', 'A purchase is without its showId');
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
 * Sets a reminder, already fired when no sweep would come by it any more: the stream announces that
 * like any firing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
async function setReminderAt(
  dueKey: string,
  { userId, recordKey, showId, correlationId }: Reminded,
  { store, clock, measure }: ReminderDependencies,
): Promise<void> {
  const now = clock();
  const isLate = isBehindSweep(parseReminderDueAt(dueKey), now);
  const isSet = await setReminder(store, {
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

/** What is to be done in the Reminders table, at a partition of it. */
type ReminderStep = { readonly kind: 'set' | 'cancel'; readonly dueKey: string };

/**
 * What a change of a purchase means for its reminder, in this order:
 *
 *     – → CONFIRMED(a)             set a
 *     CONFIRMED(a) → CONFIRMED(b)  cancel a, set b     (its lead was changed, or its show has moved)
 *     CONFIRMED(a) → CANCELLED     cancel a
 */
export function planReminderSteps({ before, after }: PurchaseRecordChange): ReminderStep[] {
  // A purchase that was removed by hand: its reminder will find nothing to announce.
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
