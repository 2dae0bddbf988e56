import { expect, it } from 'vitest';
import { PurchaseImage } from '../read-change.ts';
import { purchaseItem, RECORDED_AT } from '../stream-record.fixture.ts';
import { planReminderSteps } from './update-reminder.ts';

const A = '2031-05-31T20:00#7';
const B = '2031-05-31T19:00#7';

type Wish = { readonly status: PurchaseImage['status']; readonly reminder?: string };

const purchase = (wish: Wish | undefined) =>
  wish && PurchaseImage.parse({ ...purchaseItem, reminder: undefined, ...wish });

const confirmed = (reminder?: string): Wish => ({
  status: 'CONFIRMED',
  ...(reminder === undefined ? {} : { reminder }),
});
const cancelled: Wish = { status: 'CANCELLED', reminder: A };
const failed: Wish = { status: 'FAILED' };

it.each([
  ['is set when it is confirmed', undefined, confirmed(A), [{ kind: 'set', dueKey: A }]],
  ['is set when it comes to be confirmed', failed, confirmed(A), [{ kind: 'set', dueKey: A }]],
  [
    'is moved when its lead changes',
    confirmed(A),
    confirmed(B),
    [
      { kind: 'cancel', dueKey: A },
      { kind: 'set', dueKey: B },
    ],
  ],
  ['is cancelled with it', confirmed(A), cancelled, [{ kind: 'cancel', dueKey: A }]],
  [
    'is cancelled when none is wanted any more',
    confirmed(A),
    confirmed(),
    [{ kind: 'cancel', dueKey: A }],
  ],
  ['stays when something else changes', confirmed(A), confirmed(A), []],
  ['is not set for a refusal', undefined, { status: 'REJECTED', reminder: A }, []],
  ['is not set for a purchase cancelled undecided', undefined, cancelled, []],
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
