import type { Purchase } from '@willcall/client';
import { describe, expect, it } from 'vitest';
import { isCancellable, sayConsequence } from './cancelling.ts';

const START = '2031-06-01T20:00:00.000Z';
const show = { startsAt: START, refundFee: 200, refundUntilSeconds: 3_600 };
const minutesBefore = (minutes: number): number => Date.parse(START) - minutes * 60_000;
const purchase = (more: object = {}): Purchase =>
  ({
    ...{ purchaseId: 'p', showId: 's', tickets: [], quantity: 2 },
    ...{ status: 'CONFIRMED', total: { amount: 3_198, currency: 'EUR' } },
    ...more,
  }) as never;
const paid = purchase({ paidAt: '2031-05-01T08:00:00.000Z' });

describe('can be cancelled by its buyer:', () => {
  it.each<[string, Purchase, number, boolean]>([
    ['a paid purchase until its last moment', paid, 61, true],
    ['a paid purchase after it', paid, 60, false],
    ['a purchase that was free, until the API refuses it', purchase(), 1, true],
    ['a held one', purchase({ status: 'HELD' }), 90, true],
    [
      'one that is being cancelled',
      purchase({ status: 'HELD', cancellationRequestedAt: START }),
      90,
      false,
    ],
    ['one without tickets', purchase({ status: 'EXPIRED' }), 90, false],
  ])('%s', (_, asked, minutes, expected) => {
    expect(isCancellable({ purchase: asked, show }, minutesBefore(minutes))).toBe(expected);
  });
});

describe('says what cancelling gives back:', () => {
  it.each<[string, Purchase, number, RegExp]>([
    ['the total without the fees', paid, 200, /You get back €27\.98\.$/],
    ['nothing, if the fees are all', paid, 1_599, /you get nothing back\.$/],
    ['no word of it, if nothing was paid', purchase(), 200, /cannot be kept for you\.$/],
  ])('%s', (_, asked, refundFee, expected) => {
    const said = sayConsequence({ purchase: asked, show: { ...show, refundFee } });
    expect(said).toMatch(expected);
  });
});
