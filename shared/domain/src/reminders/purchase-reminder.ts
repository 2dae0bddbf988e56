import { DEFAULT_REMINDER_LEAD_SECONDS, reminderDueAt, reminderKey } from './reminder-key.ts';

/**
 * Where the reminder of a purchase stands: by the lead that the buyer asked for, else the show's, else
 * the usual one. The purchase remembers it, so that whoever cancels it or changes its lead finds the
 * reminder without an index.
 */
export const purchaseReminder = (
  show: { readonly startsAt: string; readonly reminderLeadSeconds?: number | undefined },
  purchase: {
    readonly userId: string;
    readonly recordKey: string;
    readonly reminderLeadSeconds?: number | undefined;
  },
): string => {
  const lead =
    purchase.reminderLeadSeconds ?? show.reminderLeadSeconds ?? DEFAULT_REMINDER_LEAD_SECONDS;
  return reminderKey(reminderDueAt(show.startsAt, lead), purchase.userId, purchase.recordKey);
};
