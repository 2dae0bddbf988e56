import type { PurchaseChange } from '../record/change.ts';
import type { PurchaseImage } from '../record/purchase-image.ts';

/** What is to be done in the Reminders table, at a partition of it. */
export type ReminderStep = { readonly kind: 'set' | 'cancel'; readonly dueKey: string };

/**
 * What a change of a purchase means for its reminder, in this order:
 *
 *     – → CONFIRMED(a)             set a
 *     CONFIRMED(a) → CONFIRMED(b)  cancel a, set b     (its lead was changed, or its show has moved)
 *     CONFIRMED(a) → CANCELLED     cancel a
 */
export function reminderSteps({ before, after }: PurchaseChange): ReminderStep[] {
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
