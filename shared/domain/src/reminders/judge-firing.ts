import { DEFAULT_REMINDER_LEAD_SECONDS, reminderDueAt } from './reminder-key.ts';

/** What a reminder that fired knows. */
export type FiredReminder = {
  readonly dueAt: string;
  /** The key that its purchase remembered when it was set. */
  readonly setFor: string;
};

/** What is true of its purchase now. */
export type RemindedPurchase = {
  readonly status: string;
  readonly reminder?: string | undefined;
  readonly reminderLeadSeconds?: number | undefined;
};

/** What is true of its show now. */
export type RemindedShow = {
  readonly startsAt: string;
  readonly reminderLeadSeconds?: number | undefined;
};

export type FiringVerdict =
  | { readonly kind: 'announce' }
  /** The show starts later than it did: the buyer is reminded by another reminder. */
  | { readonly kind: 'set-again'; readonly dueAt: string }
  | { readonly kind: 'nothing'; readonly because: SilentFiring };

export type SilentFiring = 'PURCHASE_NOT_CONFIRMED' | 'LEAD_CHANGED' | 'SHOW_GONE' | 'SHOW_BEGUN';

/** Reminders are due by the minute: what differs by less is not another time. */
const ANOTHER_TIME_MS = 60_000;

/** What is to be done of a reminder that fired, from what is true at this moment. */
export function judgeFiring(
  reminder: FiredReminder,
  purchase: RemindedPurchase | undefined,
  show: RemindedShow | undefined,
  now: Date,
): FiringVerdict {
  if (purchase?.status !== 'CONFIRMED') return nothing('PURCHASE_NOT_CONFIRMED');
  // A redelivered record of the stream may bring a reminder back that was moved since.
  if (purchase.reminder !== reminder.setFor) return nothing('LEAD_CHANGED');
  if (show === undefined) return nothing('SHOW_GONE');
  if (Date.parse(show.startsAt) <= now.getTime()) return nothing('SHOW_BEGUN');

  const lead =
    purchase.reminderLeadSeconds ?? show.reminderLeadSeconds ?? DEFAULT_REMINDER_LEAD_SECONDS;
  const dueAt = reminderDueAt(show.startsAt, lead);
  // Also when the new time is past by now: only by its own key is a reminder announced once.
  const isLater = Date.parse(dueAt) - Date.parse(reminder.dueAt) > ANOTHER_TIME_MS;
  return isLater ? { kind: 'set-again', dueAt } : { kind: 'announce' };
}

const nothing = (because: SilentFiring): FiringVerdict => ({ kind: 'nothing', because });
