import { expect, it } from 'vitest';
import { PurchaseImage } from '../read-change.ts';
import { purchaseItem, RECORDED_AT } from '../stream-record.fixture.ts';
import { planReminderSteps } from './update-reminder.ts';

const A = '2031-05-31T20:00#7';
const B = '2031-05-31T19:00#7';

type Change = { readonly status: PurchaseImage['status']; readonly reminder?: string };

const purchase = (change: Change | undefined) =>
  change && PurchaseImage.parse({ ...purchaseItem, reminder: undefined, ...change });

const confirmed = (reminder?: string): Change => ({
  status: 'CONFIRMED',
  ...(reminder === undefined ? {} : { reminder }),
});
const cancelled: Change = { status: 'CANCELLED', reminder: A };
const failed: Change = { status: 'FAILED' };

it.each([
  ['is set when the purchase is confirmed', undefined, confirmed(A), [{ kind: 'set', dueKey: A }]],
  [
    'is set when a failed purchase becomes confirmed',
    failed,
    confirmed(A),
    [{ kind: 'set', dueKey: A }],
  ],
  [
    'is moved when its lead changes',
    confirmed(A),
    confirmed(B),
    [
      { kind: 'cancel', dueKey: A },
      { kind: 'set', dueKey: B },
    ],
  ],
  ['is cancelled with the purchase', confirmed(A), cancelled, [{ kind: 'cancel', dueKey: A }]],
  [
    'is cancelled when the purchase no longer has one',
    confirmed(A),
    confirmed(),
    [{ kind: 'cancel', dueKey: A }],
  ],
  ['stays when something else changes', confirmed(A), confirmed(A), []],
  ['is not set for a refusal', undefined, { status: 'REJECTED', reminder: A }, []],
  ['is not set for a purchase cancelled before its decision', undefined, cancelled, []],
  ['is not cancelled twice', cancelled, cancelled, []],
  ['is left alone when the purchase is removed', confirmed(A), undefined, []],
] as const)('the reminder of a purchase %s', (_, before, after, steps) => {
  const change = {
    before: purchase(before),
    after: purchase(after),
    recordedAt: RECORDED_AT,
  };
  expect(planReminderSteps(change)).toEqual(steps);
});
