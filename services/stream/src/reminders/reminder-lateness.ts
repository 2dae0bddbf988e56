import type { ReminderRecord } from '@willcall/store';
import type { ReminderChange } from '../record/change.ts';

/**
 * Milliseconds that the service was late with a reminder. One that was due before it could be set, of a
 * ticket bought on the last day, is set as fired: nobody has kept it waiting until then.
 */
export function reminderLatenessMs(
  { before }: Pick<ReminderChange, 'before'>,
  { dueAt, firedAt }: Pick<ReminderRecord, 'dueAt' | 'firedAt'>,
  now: Date,
): number {
  const since = before === undefined ? (firedAt ?? dueAt) : dueAt;
  return Math.max(0, now.getTime() - Date.parse(since));
}
