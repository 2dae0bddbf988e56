import { createHash } from 'node:crypto';
import { known } from '@willcall/contracts';
import { lengthPrefixed } from './identity.ts';

/**
 * The number of partitions for the reminders of one minute. All buyers of a show are reminded in the same
 * minute, and a partition takes 1,000 write units a second.
 */
export const REMINDER_LANES = 16;

/** Seconds before the start, if neither the show nor the buyer sets a lead. */
const DEFAULT_REMINDER_LEAD_SECONDS = 24 * 60 * 60;

const MINUTE_MS = 60_000;

/** A reminder is due at the start of the show minus the lead. */
const computeReminderDueAt = (startsAt: string, leadSeconds: number): string =>
  new Date(Date.parse(startsAt) - leadSeconds * 1_000).toISOString();

/** Truncates a time to its minute, e.g. `2031-05-31T20:00`. The text sorts in time order. */
export const toMinute = (at: string | number): string =>
  new Date(Math.floor(new Date(at).getTime() / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16);

/** The partition key for one minute and lane, e.g. `2031-05-31T20:00#7`. */
export const reminderPartition = (minute: string, lane: number): string => `${minute}#${lane}`;

/** The partition key of a purchase's reminder: the minute in which it is due, and a lane. */
export function reminderKey(dueAt: string, userId: string, recordKey: string): string {
  const hash = createHash('sha256')
    .update(lengthPrefixed('lane', userId, recordKey))
    .digest();
  return reminderPartition(toMinute(dueAt), hash.readUInt32BE() % REMINDER_LANES);
}

/** Parses the time when a reminder is due from its partition key: the start of the minute. */
export function parseReminderDueAt(dueKey: string): string {
  const [minute] = dueKey.split('#');
  return new Date(`${known(minute, 'minute')}:00Z`).toISOString();
}

/**
 * The partition key of a purchase's reminder. The lead is the one that the buyer requested, or else the
 * lead of the show, or else the default. The purchase stores this key, so that a cancellation or a new
 * lead finds the reminder without an index.
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
 * Minutes before the last swept one that the next sweep reads again. A reminder can be set in a minute
 * that was swept just before.
 *
 *     ──┬─────────┬──────────────┬────────────▶ time
 *       │ 5 min   │ 2 min        └ set: a reminder that was due more than 2 minutes ago is put as fired
 *       │         └ a reminder that is due from here on is put as not fired, …
 *       └ … and the next sweep reads it, with 3 minutes to spare for clock differences
 */
export const SWEEP_OVERLAP_MINUTES = 5;

const SET_FIRED_AFTER_MS = 2 * 60_000;

/** Whether a reminder that is set now was due so long ago that a sweep may no longer read its minute. */
export const isBehindSweep = (dueAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(dueAt) > SET_FIRED_AFTER_MS;

/** A reminder that fired: its key and its purchase. */
export type FiredReminder = {
  readonly dueKey: string;
  readonly userId: string;
  readonly recordKey: string;
};

/** The current state of its purchase. */
export type RemindedPurchase = {
  readonly status: string;
  /** The current key of its reminder. */
  readonly reminder?: string | undefined;
  readonly reminderLeadSeconds?: number | undefined;
};

/** The current state of its show. */
export type RemindedShow = {
  readonly startsAt: string;
  readonly reminderLeadSeconds?: number | undefined;
  readonly cancelledAt?: string | undefined;
};

export type FiringVerdict =
  | { readonly kind: 'announce' }
  /** The show starts later than before: set a reminder with this key. */
  | { readonly kind: 'set-again'; readonly dueKey: string }
  | { readonly kind: 'nothing'; readonly because: SkipReason };

type SkipReason =
  | 'PURCHASE_NOT_CONFIRMED'
  | 'MOVED'
  | 'SHOW_GONE'
  | 'SHOW_CANCELLED'
  | 'SHOW_BEGUN';

/**
 * Decides what to do with a reminder that fired, from the current state. A transaction that moves a
 * reminder also updates the key that the purchase stores. Of all reminders that were ever set for a
 * purchase, only the one with that key is valid.
 */
export function judgeFiring(
  reminder: FiredReminder,
  purchase: RemindedPurchase | undefined,
  show: RemindedShow | undefined,
  now: Date,
): FiringVerdict {
  if (purchase?.status !== 'CONFIRMED') return skip('PURCHASE_NOT_CONFIRMED');
  // It fired while it was being moved, or a redelivered stream record set it again.
  if (purchase.reminder !== reminder.dueKey) return skip('MOVED');
  if (show === undefined) return skip('SHOW_GONE');
  // The purchases of a cancelled show are cancelled one by one. This one is not cancelled yet.
  if (show.cancelledAt !== undefined) return skip('SHOW_CANCELLED');
  if (Date.parse(show.startsAt) <= now.getTime()) return skip('SHOW_BEGUN');

  const { userId, recordKey } = reminder;
  const { reminderLeadSeconds } = purchase;
  const dueKey = purchaseReminderKey(show, { userId, recordKey, reminderLeadSeconds });
  // Also if the new time has passed: only a reminder with the purchase's current key is announced once.
  const isLater = parseReminderDueAt(dueKey) > parseReminderDueAt(reminder.dueKey);
  return isLater ? { kind: 'set-again', dueKey } : { kind: 'announce' };
}

const skip = (because: SkipReason): FiringVerdict => ({ kind: 'nothing', because });
