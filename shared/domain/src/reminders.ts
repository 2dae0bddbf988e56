import { createHash } from 'node:crypto';
import { known } from '@willcall/contracts';
import { lengthPrefixed } from './identity.ts';

/**
 * Partitions that the reminders of one minute are spread over: all buyers of a show are reminded in
 * the same minute, and a partition takes 1,000 write units a second.
 */
export const REMINDER_LANES = 16;

/** Seconds before the start at which a buyer is reminded when neither show nor buyer says otherwise. */
const DEFAULT_REMINDER_LEAD_SECONDS = 24 * 60 * 60;

const MINUTE_MS = 60_000;

/** When a reminder is due: the show's start less the lead. */
const computeReminderDueAt = (startsAt: string, leadSeconds: number): string =>
  new Date(Date.parse(startsAt) - leadSeconds * 1_000).toISOString();

/** The minute of a moment, e.g. `2031-05-31T20:00`: in the order of time, as text too. */
export const toMinute = (at: string | number): string =>
  new Date(Math.floor(new Date(at).getTime() / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16);

/** The partition of the reminders of one minute in one lane, e.g. `2031-05-31T20:00#7`. */
export const reminderPartition = (minute: string, lane: number): string => `${minute}#${lane}`;

/** The partition in which a purchase's reminder stands: the minute in which it is due, and a lane. */
export function reminderKey(dueAt: string, userId: string, recordKey: string): string {
  const hash = createHash('sha256')
    .update(lengthPrefixed('lane', userId, recordKey))
    .digest();
  return reminderPartition(toMinute(dueAt), hash.readUInt32BE() % REMINDER_LANES);
}

/** The moment in which a reminder is due, read from its partition: the beginning of its minute. */
export function parseReminderDueAt(dueKey: string): string {
  const [minute] = dueKey.split('#');
  return new Date(`${known(minute, 'minute')}:00Z`).toISOString();
}

/**
 * Where the reminder of a purchase stands: by the lead that the buyer asked for, else the show's, else
 * the usual one. The purchase remembers it, so that whoever cancels it or changes its lead finds the
 * reminder without an index.
 */
export const purchaseReminderKey = (
  show: { readonly startsAt: string; readonly reminderLeadSeconds?: number | undefined },
  purchase: {
    readonly userId: string;
    readonly recordKey: string;
    readonly reminderLeadSeconds?: number | undefined;
  },
): string => {
  const lead =
    purchase.reminderLeadSeconds ?? show.reminderLeadSeconds ?? DEFAULT_REMINDER_LEAD_SECONDS;
  return reminderKey(
    computeReminderDueAt(show.startsAt, lead),
    purchase.userId,
    purchase.recordKey,
  );
};

/**
 * Minutes before the last swept one that a sweep looks at again: a reminder may be set in a minute
 * that was swept a moment before.
 *
 *     ──┬─────────┬──────────────┬────────────▶ time
 *       │ 5 min   │ 2 min        └ set: what was due more than 2 minutes before is put already fired,
 *       │         └ everything from here on is set to be fired, …
 *       └ … and the next sweep looks at it, with 3 minutes to spare for clocks that differ
 */
export const SWEEP_OVERLAP_MINUTES = 5;

const SET_FIRED_AFTER_MS = 2 * 60_000;

/** Whether a reminder that is set now is due so long ago that no sweep may come by it any more. */
export const isBehindSweep = (dueAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(dueAt) > SET_FIRED_AFTER_MS;

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
  | { readonly kind: 'nothing'; readonly because: SkipReason };

type SkipReason =
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
  if (purchase?.status !== 'CONFIRMED') return skip('PURCHASE_NOT_CONFIRMED');
  // It fired while it was being moved, or a redelivered record of the stream has brought it back.
  if (purchase.reminder !== reminder.dueKey) return skip('MOVED');
  if (show === undefined) return skip('SHOW_GONE');
  // Its purchases are cancelled one by one: this one's turn has not come yet.
  if (show.cancelledAt !== undefined) return skip('SHOW_CANCELLED');
  if (Date.parse(show.startsAt) <= now.getTime()) return skip('SHOW_BEGUN');

  const { userId, recordKey } = reminder;
  const { reminderLeadSeconds } = purchase;
  const dueKey = purchaseReminderKey(show, { userId, recordKey, reminderLeadSeconds });
  // Also when the new time is past by now: only by its own key is a reminder announced once.
  const isLater = parseReminderDueAt(dueKey) > parseReminderDueAt(reminder.dueKey);
  return isLater ? { kind: 'set-again', dueKey } : { kind: 'announce' };
}

const skip = (because: SkipReason): FiringVerdict => ({ kind: 'nothing', because });
