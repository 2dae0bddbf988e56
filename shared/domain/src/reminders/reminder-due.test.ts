import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { reminderDueAtOf } from './reminder-due.ts';
import { minuteOf, reminderKey } from './reminder-key.ts';

const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

it('a reminder is due at the beginning of the minute that its key names', () => {
  fc.assert(
    fc.property(moment, fc.string(), fc.string(), (dueAt, userId, recordKey) => {
      const read = reminderDueAtOf(reminderKey(dueAt, userId, recordKey));
      expect(minuteOf(read)).toBe(minuteOf(dueAt));
      expect(read).toMatch(/:00\.000Z$/);
    }),
  );
});
