import { expect, it } from 'vitest';
import { purchaseReminder } from './purchase-reminder.ts';

const purchase = { userId: 'alice', recordKey: 'P#AZaz09-_AZaz09-_' };
const startsAt = '2031-06-01T20:00:00Z';

it.each([
  [
    'its buyer asked for',
    { reminderLeadSeconds: 7_200 },
    { reminderLeadSeconds: 60 },
    '06-01T19:59',
  ],
  [
    'its buyer asked for, none at all',
    { reminderLeadSeconds: 7_200 },
    { reminderLeadSeconds: 0 },
    '06-01T20:00',
  ],
  ['its show has', { reminderLeadSeconds: 7_200 }, {}, '06-01T18:00'],
  ['is usual', {}, {}, '05-31T20:00'],
])('a reminder stands at the minute before the start that %s', (_, shown, asked, minute) => {
  const reminder = purchaseReminder({ startsAt, ...shown }, { ...purchase, ...asked });
  expect(reminder).toMatch(new RegExp(`^2031-${minute}#\\d+$`));
});

it('a reminder that moves stays in its lane', () => {
  const lanes = [0, 60, 3_600].map((reminderLeadSeconds) =>
    purchaseReminder({ startsAt }, { ...purchase, reminderLeadSeconds })
      .split('#')
      .at(1),
  );
  expect(new Set(lanes).size).toBe(1);
});
