import * as z from 'zod/mini';
import { wholeNumber } from './fields.ts';

/** A moment in ISO 8601, UTC, e.g. `2031-06-01T20:00:00Z`. */
export const Instant = z.iso.datetime({
  error: 'must be an ISO 8601 time in UTC, e.g. 2031-06-01T20:00:00Z',
});
export type Instant = z.infer<typeof Instant>;

/** Seconds between a reminder and the start of its show: 0 to 30 days. */
export const ReminderLead = wholeNumber(0, 30 * 24 * 60 * 60, 'whole number of seconds');
