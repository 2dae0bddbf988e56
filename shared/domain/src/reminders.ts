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

/**
 * The partition key of a purchase's reminder: the minute in which it fires, and a lane. The minute
 * is rounded up, so that no reminder is early.
 */
export function reminderKey(dueAt: string, userId: string, recordKey: string): string {
  const hash = createHash('sha256')
    .update(lengthPrefixed('lane', userId, recordKey))
    .digest();
  const minute = Math.ceil(Date.parse(dueAt) / MINUTE_MS) * MINUTE_MS;
  return reminderPartition(toMinute(minute), hash.readUInt32BE() % REMINDER_LANES);
}

/** Parses the time at which a reminder fires from its partition key: the start of the minute. */
export function parseReminderDueAt(dueKey: string): string {
  const [minute] = dueKey.split('#');
  return new Date(`${known(minute, 'minute')}:00Z`).toISOString();
}

/** What the time of a reminder depends on. */
type ReminderSubject = {
  readonly userId: string;
  readonly recordKey: string;
  readonly reminderLeadSeconds?: number | undefined;
};

/** A show with a start, and a lead for the buyers who do not set one. */
type LeadingShow = {
  readonly startsAt: string;
  readonly reminderLeadSeconds?: number | undefined;
};

/** When the reminder of a purchase is due. The buyer's lead applies, else the show's, else the default. */
export const reminderDueAt = (
  show: LeadingShow,
  { reminderLeadSeconds }: Pick<ReminderSubject, 'reminderLeadSeconds'>,
): string =>
  computeReminderDueAt(
    show.startsAt,
    reminderLeadSeconds ?? show.reminderLeadSeconds ?? DEFAULT_REMINDER_LEAD_SECONDS,
  );

/**
 * The partition key of a purchase's reminder. The purchase stores this key, so that a cancellation
 * or a new lead finds the reminder without an index.
 */
export const purchaseReminderKey = (show: LeadingShow, purchase: ReminderSubject): string =>
  reminderKey(reminderDueAt(show, purchase), purchase.userId, purchase.recordKey);

/** When a purchase got its tickets: when it was paid, if they were held before, else when it was decided. ISO 8601. */
export const confirmedAt = ({
  decidedAt,
  paidAt,
}: {
  readonly decidedAt: string;
  readonly paidAt?: string | undefined;
}): string => paidAt ?? decidedAt;

/**
 * The key of the reminder that a purchase gets, or undefined if it gets none: because it was made
 * after the due time, or because the reminder would fire only once the show has begun (a lead of
 * less than a minute).
 *
 * @param at when the purchase was confirmed, ISO 8601.
 */
export function wantedReminderKey(
  show: LeadingShow,
  purchase: ReminderSubject,
  at: string,
): string | undefined {
  if (Date.parse(at) > Date.parse(reminderDueAt(show, purchase))) return undefined;
  const dueKey = purchaseReminderKey(show, purchase);
  const firesAt = Date.parse(parseReminderDueAt(dueKey));
  return firesAt < Date.parse(show.startsAt) ? dueKey : undefined;
}

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

const CERTAINLY_AHEAD_MS = 15 * 60_000;

/**
 * Whether a due time is so far ahead that no write that begins now can take effect after it: more than 15
 * minutes. A function that sets reminders ends after 30 seconds, and clocks differ by less than the
 * 3 minutes that the sweep allows for.
 */
export const isCertainlyAhead = (dueAt: string, now: Date): boolean =>
  Date.parse(dueAt) - now.getTime() > CERTAINLY_AHEAD_MS;

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
  /** When the start was last changed. */
  readonly startMovedAt?: string | undefined;
  readonly cancelledAt?: string | undefined;
};

export type FiringVerdict =
  /** `dueAt` is the exact due time by the current start, not the minute of the key. */
  | { readonly kind: 'announce'; readonly dueAt: string }
  /** The reminder is due later than before: set one with this key. */
  | { readonly kind: 'set-again'; readonly dueKey: string }
  /** The show has begun, but its start may be a mistake that is corrected later. */
  | { readonly kind: 'suppress'; readonly because: 'SHOW_BEGUN' }
  | { readonly kind: 'nothing'; readonly because: SkipReason };

type SkipReason = 'PURCHASE_NOT_CONFIRMED' | 'MOVED' | 'SHOW_GONE' | 'SHOW_CANCELLED';

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
  if (Date.parse(show.startsAt) <= now.getTime()) {
    return { kind: 'suppress', because: 'SHOW_BEGUN' };
  }

  const { userId, recordKey } = reminder;
  const { reminderLeadSeconds } = purchase;
  const dueAt = reminderDueAt(show, purchase);
  const dueKey = purchaseReminderKey(show, { userId, recordKey, reminderLeadSeconds });
  const isLater = parseReminderDueAt(dueKey) > parseReminderDueAt(reminder.dueKey);
  return isLater && isDueAfterMove(show, dueAt, now)
    ? { kind: 'set-again', dueKey }
    : { kind: 'announce', dueAt };
}

/**
 * Whether a due time was still ahead when the show moved to its current start. Only then a reminder that
 * has fired is set again. It is judged by the time of the move, so that the stream and the show jobs agree
 * whenever they run, and a redelivery after the new due time changes nothing.
 *
 * @param now replaces a missing time of the move: of a show that never moved.
 */
export const isDueAfterMove = (
  { startMovedAt }: Pick<RemindedShow, 'startMovedAt'>,
  dueAt: string,
  now: Date,
): boolean =>
  Date.parse(dueAt) > (startMovedAt === undefined ? now.getTime() : Date.parse(startMovedAt));

const skip = (because: SkipReason): FiringVerdict => ({ kind: 'nothing', because });
