import type { ReminderRecord } from '@willcall/store';
import type { ReminderChange } from '../record/change.ts';

/**
 * The reminder that fired by this change: `firedAt` appears on it, or it is removed without ever
 * having fired or been cancelled. Who removed it is not asked: it is the TTL, and not every
 * emulator's TTL says so.
 */
export function firedReminder({ before, after }: ReminderChange): ReminderRecord | undefined {
  if (after !== undefined) {
    return after.firedAt !== undefined && before?.firedAt === undefined ? after : undefined;
  }
  return before?.firedAt === undefined && before?.cancelledAt === undefined ? before : undefined;
}
