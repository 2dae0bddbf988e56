import { createHash } from 'node:crypto';
import { lengthPrefixed } from '../identity/length-prefixed.ts';

/**
 * Partitions that the reminders of one minute are spread over: all buyers of a show are reminded in
 * the same minute, and a partition takes 1,000 write units a second.
 */
export const REMINDER_LANES = 16;

/** Seconds before the start at which a buyer is reminded when neither show nor buyer says otherwise. */
export const DEFAULT_REMINDER_LEAD_SECONDS = 24 * 60 * 60;

const MINUTE_MS = 60_000;

/** When a reminder is due: the show's start less the lead. */
export const reminderDueAt = (startsAt: string, leadSeconds: number): string =>
  new Date(Date.parse(startsAt) - leadSeconds * 1_000).toISOString();

/** The minute of a moment, e.g. `2031-05-31T20:00`: in the order of time, as text too. */
export const minuteOf = (at: string | number): string =>
  new Date(Math.floor(new Date(at).getTime() / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16);

/** The partition of the reminders of one minute in one lane, e.g. `2031-05-31T20:00#7`. */
export const reminderPartition = (minute: string, lane: number): string => `${minute}#${lane}`;

/** The partition in which a purchase's reminder stands: the minute in which it is due, and a lane. */
export function reminderKey(dueAt: string, userId: string, recordKey: string): string {
  const hash = createHash('sha256')
    .update(lengthPrefixed('lane', userId, recordKey))
    .digest();
  return reminderPartition(minuteOf(dueAt), hash.readUInt32BE() % REMINDER_LANES);
}
