import { describe, expect, it } from 'vitest';
import { readChange } from '../read-change.ts';
import { purchaseItem, streamRecord } from '../stream-record.fixture.ts';
import { findCause, planDueSteps } from './update-payment.ts';

type Item = Readonly<Record<string, unknown>>;

const END = '2031-05-01T08:10:00.000Z';
const LATER = '2031-05-01T08:12:00.000Z';

const held = { ...purchaseItem, status: 'HELD', holdUntil: END };
const payable = { ...held, payment: { intent: 'pi_1', attempt: 1 } };
const confirmed = { ...payable, status: 'CONFIRMED', paidAt: END };
const expired = { ...payable, status: 'EXPIRED', expiredAt: LATER };
const refunded = { amount: 3198, attempt: 1, status: 'REQUESTED' };

function changeOf(before: Item | undefined, after: Item | undefined) {
  const change = readChange(streamRecord(before, after));
  if (change.kind !== 'purchase') throw new Error('expected a purchase');
  return change;
}

describe('the end of a hold', () => {
  it.each([
    ['a new hold', undefined, held, [{ kind: 'arm', holdUntil: END }]],
    [
      'a hold that is prolonged',
      held,
      { ...held, holdUntil: LATER },
      [
        { kind: 'arm', holdUntil: LATER },
        { kind: 'remove', holdUntil: END },
      ],
    ],
    ['a hold that gets an intent', held, payable, []],
    ['a hold that is paid', payable, confirmed, [{ kind: 'remove', holdUntil: END }]],
    ['a hold that has expired', held, expired, [{ kind: 'remove', holdUntil: END }]],
    ['an expired purchase that is paid late', expired, confirmed, []],
    ['a purchase that was sold at once', undefined, purchaseItem, []],
  ])('of %s is armed and removed', (_, before, after, steps) => {
    expect(planDueSteps(changeOf(before, after))).toEqual(steps);
  });
});

describe('the provider is asked at once', () => {
  it.each([
    ['cancellation', payable, { ...payable, cancellationRequestedAt: END }, 'cancelled'],
    ['erasure', payable, { ...payable, erasedAt: END }, 'erased'],
    ['refund', confirmed, { ...confirmed, status: 'CANCELLED', refund: refunded }, 'refund 1'],
    [
      'second try of a refund',
      { ...expired, refund: { ...refunded, status: 'FAILED' } },
      { ...expired, refund: { ...refunded, attempt: 2 } },
      'refund 2',
    ],
  ])('about a %s', (_, before, after, cause) => {
    expect(findCause(changeOf(before, after))).toBe(cause);
    // The next change of the purchase does not ask again.
    expect(findCause(changeOf(after, { ...after, correlationId: 'other' }))).toBeUndefined();
  });

  it.each([
    ['a hold', undefined, held],
    ['a hold that is erased without an intent', held, { ...held, erasedAt: END }],
    ['an intent', held, payable],
    ['a payment', payable, confirmed],
    [
      'a refund that was made',
      { ...expired, refund: refunded },
      { ...expired, refund: { ...refunded, status: 'SUCCEEDED' } },
    ],
    ['a record that was deleted by hand', payable, undefined],
  ])('and not about %s', (_, before, after) => {
    expect(findCause(changeOf(before, after))).toBeUndefined();
  });
});
