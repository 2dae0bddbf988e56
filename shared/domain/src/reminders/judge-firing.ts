import { purchaseReminder } from './purchase-reminder.ts';
import { reminderDueAtOf } from './reminder-due.ts';

/** What a reminder that fired knows: where it stands, and whom it is for. */
export type FiredReminder = {
  readonly dueKey: string;
  readonly userId: string;
  readonly recordKey: string;
};

/** What is true of its purchase now. */
export type RemindedPurchase = {
  readonly status: string;
  /** Where its reminder stands by now. */
  readonly reminder?: string | undefined;
  readonly reminderLeadSeconds?: number | undefined;
};

/** What is true of its show now. */
export type RemindedShow = {
  readonly startsAt: string;
  readonly reminderLeadSeconds?: number | undefined;
  readonly cancelledAt?: string | undefined;
};

export type FiringVerdict =
  | { readonly kind: 'announce' }
  /** The show starts later than it did: the buyer is reminded by a reminder that stands there. */
  | { readonly kind: 'set-again'; readonly dueKey: string }
  | { readonly kind: 'nothing'; readonly because: SilentFiring };

export type SilentFiring =
  | 'PURCHASE_NOT_CONFIRMED'
  | 'MOVED'
  | 'SHOW_GONE'
  | 'SHOW_CANCELLED'
  | 'SHOW_BEGUN';

/**
 * What is to be done of a reminder that fired, from what is true at this moment. Whatever moves a
 * reminder moves the key that its purchase remembers, at one instant: so of all the reminders that
 * were ever set for a purchase, the one that stands where the purchase says is the one that counts.
 */
export function judgeFiring(
  reminder: FiredReminder,
  purchase: RemindedPurchase | undefined,
  show: RemindedShow | undefined,
  now: Date,
): FiringVerdict {
  if (purchase?.status !== 'CONFIRMED') return nothing('PURCHASE_NOT_CONFIRMED');
  // It fired while it was being moved, or a redelivered record of the stream has brought it back.
  if (purchase.reminder !== reminder.dueKey) return nothing('MOVED');
  if (show === undefined) return nothing('SHOW_GONE');
  // Its purchases are cancelled one by one: this one's turn has not come yet.
  if (show.cancelledAt !== undefined) return nothing('SHOW_CANCELLED');
  if (Date.parse(show.startsAt) <= now.getTime()) return nothing('SHOW_BEGUN');

  const { userId, recordKey } = reminder;
  const { reminderLeadSeconds } = purchase;
  const dueKey = purchaseReminder(show, { userId, recordKey, reminderLeadSeconds });
  // Also when the new time is past by now: only by its own key is a reminder announced once.
  const isLater = reminderDueAtOf(dueKey) > reminderDueAtOf(reminder.dueKey);
  return isLater ? { kind: 'set-again', dueKey } : { kind: 'announce' };
}

const nothing = (because: SilentFiring): FiringVerdict => ({ kind: 'nothing', because });
