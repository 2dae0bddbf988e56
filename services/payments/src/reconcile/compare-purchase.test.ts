import { describe, expect, it } from 'vitest';
import { comparePurchase } from './compare-purchase.ts';
import { type DifferenceCode, differences, isFault } from './differences.ts';
import {
  comparing,
  confirmed,
  facts,
  make,
  now,
  PURCHASE_ID,
  paid,
  unpaid,
} from './facts.fixture.ts';
import type { Comparing, PurchaseFacts } from './purchase-facts.ts';

const refund = (status: 'REQUESTED' | 'SUCCEEDED' | 'FAILED', amount = 3_000) => ({
  refund: { amount, attempt: 1, status },
});
const expired = { expiredAt: '2031-06-01T20:10:00.000Z' };
const cancelled = { cancelledAt: '2031-06-01T21:00:00.000Z' };
const wasPaid = { ...cancelled, paidAt: '2031-06-01T20:02:00.000Z' };
const second = { ...paid, id: 'pi_second' };
const refunded = (amount: number) => ({ ...paid, refunded: amount });

const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const hold = (holdUntil: string) => ({ holdUntil });

const codesOf = (given: PurchaseFacts, change: Partial<Comparing> = {}) =>
  comparePurchase(given, { ...comparing, ...change }).differences.map(({ code }) => code);

describe('a purchase and its money agree', () => {
  it.each<[string, PurchaseFacts]>([
    ['when it was paid in time', facts(confirmed, paid)],
    ['when it costs nothing', facts(make('CONFIRMED', { total: { amount: 0, currency: 'EUR' } }))],
    ['while it is held', facts(make('HELD', hold(ago(-5))), unpaid('open'))],
    ['while its hold ends a little late', facts(make('HELD', hold(ago(19))), unpaid('open'))],
    ['while the provider takes the money', facts(make('HELD', hold(ago(5))), unpaid('processing'))],
    ['when it was not paid', facts(make('EXPIRED', expired), unpaid('canceled'))],
    ['when it expired without an intent', facts(make('EXPIRED', expired))],
    [
      'when late money went back',
      facts(make('EXPIRED', { ...expired, ...refund('SUCCEEDED') }), refunded(3_000)),
    ],
    [
      'when it was cancelled for a fee',
      facts(make('CANCELLED', { ...wasPaid, ...refund('SUCCEEDED', 2_400) }), refunded(2_400)),
    ],
    [
      'when the fee is all that was paid',
      facts(make('CANCELLED', { ...wasPaid, total: { amount: 600, currency: 'EUR' } }), {
        ...paid,
        amount: { amount: 600, currency: 'EUR' },
        received: 600,
      }),
    ],
    [
      'while a refund is pending at the provider',
      facts(make('CANCELLED', { ...wasPaid, ...refund('REQUESTED') }), refunded(3_000)),
    ],
    [
      'when another intent was paid and refunded',
      facts(confirmed, paid, { ...second, refunded: 3_000 }),
    ],
    [
      'when a part went back by hand, and that is noted',
      facts({ ...confirmed, charge: { refunded: 500, disputed: false } }, refunded(500)),
    ],
    ['when another intent was canceled', facts(confirmed, paid, unpaid('canceled', 'pi_first'))],
    [
      'when willcall did not refund a disputed charge',
      facts(make('CANCELLED', { ...wasPaid, ...refund('FAILED') }), { ...paid, isDisputed: true }),
    ],
    ['when it was refused', facts(make('REJECTED'))],
  ])('%s', (_, given) => {
    expect(codesOf(given).filter((code) => isFault({ code }))).toEqual([]);
  });
});

/** Each row differs in one thing. */
const rows: readonly [DifferenceCode, string, PurchaseFacts][] = [
  ['MONEY_WITHOUT_TICKETS', 'paid, and still held', facts(make('HELD', hold(ago(-5))), paid)],
  ['MONEY_WITHOUT_TICKETS', 'paid late', facts(make('EXPIRED', expired), paid)],
  [
    'MONEY_WITHOUT_TICKETS',
    'paid after its cancellation',
    facts(make('CANCELLED', cancelled), paid),
  ],
  [
    'MONEY_WITHOUT_TICKETS',
    'paid for an erased purchase',
    facts(make('CANCELLED', { ...cancelled, erasedAt: cancelled.cancelledAt }), paid),
  ],
  [
    'MONEY_WITHOUT_TICKETS',
    'paid by an intent that nobody recorded',
    facts({ ...make('EXPIRED', expired), payment: undefined }, paid),
  ],
  ['TICKETS_WITHOUT_MONEY', 'its intent is open', facts(confirmed, unpaid('open'))],
  ['TICKETS_WITHOUT_MONEY', 'its intent was canceled', facts(confirmed, unpaid('canceled'))],
  ['TICKETS_WITHOUT_MONEY', 'it has no intent', facts({ ...confirmed, payment: undefined })],
  [
    'TICKETS_WITHOUT_MONEY',
    'the provider has no such intent',
    { ...facts(confirmed), isIntentUnknown: true },
  ],
  ['PAID_TWICE', 'two intents took money', facts(confirmed, paid, second)],
  ['AMOUNT_DIFFERS', 'too little was taken', facts(confirmed, { ...paid, received: 2_999 })],
  [
    'AMOUNT_DIFFERS',
    'another currency was taken',
    facts(confirmed, { ...paid, amount: { amount: 3_000, currency: 'USD' } }),
  ],
  ['REFUNDED_BUT_CONFIRMED', 'all went back by hand', facts(confirmed, refunded(3_000))],
  ['REFUND_NOT_RECORDED', 'a part went back by hand', facts(confirmed, refunded(500))],
  [
    'REFUND_NOT_RECORDED',
    'more went back by hand than was noted',
    facts({ ...confirmed, charge: { refunded: 400, disputed: false } }, refunded(500)),
  ],
  [
    'REFUNDED_MORE',
    'the fee went back by hand',
    facts(make('CANCELLED', { ...wasPaid, ...refund('SUCCEEDED', 2_400) }), refunded(3_000)),
  ],
  [
    'REFUNDED_LESS',
    'a refund failed after it had succeeded',
    facts(make('CANCELLED', { ...wasPaid, ...refund('SUCCEEDED') }), paid),
  ],
  [
    'REFUND_NOT_RECORDED',
    'late money went back by hand',
    facts(make('EXPIRED', expired), refunded(3_000)),
  ],
  [
    'REFUND_NOT_RECORDED',
    'a failed refund was made by hand',
    facts(make('CANCELLED', { ...wasPaid, ...refund('FAILED') }), refunded(3_000)),
  ],
  [
    'REFUND_OVERDUE',
    'a refund was never made',
    facts(make('CANCELLED', { ...wasPaid, ...refund('REQUESTED') }), paid),
  ],
  [
    'REFUND_OVERDUE',
    'its record alone says so',
    facts(make('CANCELLED', { ...wasPaid, ...refund('REQUESTED') })),
  ],
  [
    'REFUND_FAILED',
    'the provider refused it',
    facts(make('CANCELLED', { ...wasPaid, ...refund('FAILED') }), paid),
  ],
  [
    'KEPT_TOO_MUCH',
    'the fee is above the rule of the show',
    facts(make('CANCELLED', { ...wasPaid, ...refund('SUCCEEDED', 2_399) }), refunded(2_399)),
  ],
  [
    'KEPT_TOO_MUCH',
    'it was cancelled with its show, and nothing goes back',
    facts(make('CANCELLED', { ...wasPaid, cancelledWithShow: true }), paid),
  ],
  [
    'KEPT_TOO_MUCH',
    'late money went back in part',
    facts(make('EXPIRED', { ...expired, ...refund('SUCCEEDED', 2_999) }), refunded(2_999)),
  ],
  ['INTENT_OPEN', 'its hold has expired', facts(make('EXPIRED', expired), unpaid('open'))],
  ['INTENT_OPEN', 'its record does not know it', facts(confirmed, paid, unpaid('open', 'pi_x'))],
  ['HOLD_PAST_END', 'nobody ended it', facts(make('HELD', hold(ago(21))), unpaid('canceled'))],
  ['HOLD_PAST_END', 'its record alone says so', facts(make('HELD', hold(ago(21))))],
  [
    'HOLD_PAST_END',
    'nobody carried its cancellation out',
    facts(make('HELD', { ...hold(ago(-20)), cancellationRequestedAt: ago(21) }), unpaid('open')),
  ],
  ['PURCHASE_UNKNOWN', 'an intent took money for it', facts(undefined, paid)],
  ['PURCHASE_UNKNOWN', 'an intent can take money for it', facts(undefined, unpaid('open'))],
  ['DISPUTED', 'its charge is disputed', facts(confirmed, { ...paid, isDisputed: true })],
];

describe('a difference', () => {
  it.each(rows)('%s: %s', (code, _, given) => {
    const found = comparePurchase(given, comparing);
    expect(found.differences).toEqual([
      expect.objectContaining({
        code,
        purchase:
          given.purchase === undefined && given.intents.length === 0
            ? undefined
            : { userId: 'ana', purchaseId: PURCHASE_ID },
      }),
    ]);
    expect(found.verdict).toBe(isFault({ code }) ? 'differs' : 'agrees');
  });

  it.each(rows)('%s names the ids of both sides and no buyer: %s', (_, __, given) => {
    const [difference] = comparePurchase(given, comparing).differences;
    expect(difference?.message).not.toContain('ana');
    if (given.purchase?.payment !== undefined || given.intents.length > 0) {
      expect(difference?.intent).toMatch(/^pi_/);
    }
  });

  it('has a row above for each code that a comparison finds', () => {
    const named = new Set(rows.map(([code]) => code));
    const found = Object.keys(differences).filter((code) => code !== 'PURCHASE_UNREADABLE');
    expect([...named].toSorted()).toEqual(found.toSorted());
  });

  it('is not told while its purchase is in flight', () => {
    const young = ago(14);
    for (const [code, , given] of rows) {
      if (code === 'DISPUTED') continue;
      const decidedAt = { decidedAt: young };
      const purchase = given.purchase && { ...given.purchase, ...decidedAt };
      const intents = given.intents.map((intent) => ({ ...intent, createdAt: young }));
      expect(comparePurchase({ ...given, purchase, intents }, comparing)).toEqual({
        verdict: 'in-flight',
        differences: [],
      });
    }
  });
});

describe('the refunds of a cancelled show', () => {
  it('have more time, because they are made at the rate of the provider', () => {
    const given = facts(
      make('CANCELLED', { ...wasPaid, ...refund('REQUESTED'), cancelledWithShow: true }),
      paid,
    );
    expect(codesOf(given, { refundWithinMs: 24 * 3_600_000 })).toEqual([]);
    expect(codesOf(given, { refundWithinMs: 22 * 3_600_000 })).toEqual(['REFUND_OVERDUE']);
  });
});

describe('a fee', () => {
  it('is not judged if the show is gone', () => {
    const given = facts(make('CANCELLED', wasPaid), paid);
    expect(codesOf(given)).toEqual(['KEPT_TOO_MUCH']);
    expect(codesOf(given, { feePerTicket: undefined })).toEqual([]);
  });
});
