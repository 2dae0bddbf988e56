import * as z from 'zod/mini';
import { wholeNumber } from './fields.ts';

/** A moment in ISO 8601, UTC, e.g. `2031-06-01T20:00:00Z`. */
export const Instant = z.iso.datetime({
  error: 'must be an ISO 8601 time in UTC, e.g. 2031-06-01T20:00:00Z',
});
export type Instant = z.infer<typeof Instant>;

/** Seconds between a reminder and the start of its show: 0 to 30 days. */
export const ReminderLead = wholeNumber(0, 30 * 24 * 60 * 60, 'whole number of seconds');

/** `Area/Place` or a single word. Excludes offsets such as `+01:00`, which a newer `Intl` accepts as well. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

const ZONE_ERROR = 'must be the name of a time zone, e.g. Europe/Madrid';

/** The name of an IANA time zone that `Intl` knows, e.g. `Europe/Madrid`. It stays as it was sent. */
export const TimeZone = z
  .string({ error: ZONE_ERROR })
  .check(
    z.regex(ZONE_NAME, { error: ZONE_ERROR, abort: true }),
    z.refine(isKnownZone, { error: ZONE_ERROR }),
  );

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
