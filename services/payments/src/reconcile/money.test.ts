import { expect, it } from 'vitest';
import { comparePurchase } from './compare-purchase.ts';
import { comparing, confirmed, facts, make, now, paid } from './facts.fixture.ts';
import { addMoney, type MoneySums } from './money.ts';

const wasPaid = { paidAt: '2031-06-01T20:02:00.000Z', cancelledAt: '2031-06-01T21:00:00.000Z' };
const returning = { amount: 2_400, attempt: 1 } as const;

it('sums of a currency add up: each cent taken is refunded, to refund, for tickets, a fee, in flight or unexplained', () => {
  const sums = new Map<string, MoneySums>();
  for (const each of [
    facts(confirmed, paid),
    facts(make('CANCELLED', { ...wasPaid, refund: { ...returning, status: 'SUCCEEDED' } }), {
      ...paid,
      refunded: 2_400,
    }),
    facts(make('CANCELLED', { ...wasPaid, refund: { ...returning, status: 'REQUESTED' } }), {
      ...paid,
      paidAt: now.toISOString(),
    }),
    facts(make('EXPIRED'), paid),
    facts(undefined, { ...paid, amount: { amount: 7, currency: 'JPY' }, received: 7 }),
  ]) {
    addMoney(sums, each, comparePurchase(each, comparing));
  }
  expect(Object.fromEntries(sums)).toEqual({
    EUR: {
      taken: 12_000,
      refunded: 2_400,
      toRefund: 0,
      tickets: 3_000,
      fees: 600,
      inFlight: 3_000,
      unexplained: 3_000,
    },
    JPY: {
      ...{ taken: 7, refunded: 0, toRefund: 0, tickets: 0, fees: 0, inFlight: 0 },
      unexplained: 7,
    },
  });
});

it('money that is to be refunded is apart from the fee', () => {
  const sums = new Map<string, MoneySums>();
  const given = facts(
    make('CANCELLED', { ...wasPaid, refund: { ...returning, status: 'REQUESTED' } }),
    paid,
  );
  addMoney(sums, given, comparePurchase(given, { ...comparing, refundWithinMs: 48 * 3_600_000 }));
  expect(sums.get('EUR')).toMatchObject({ taken: 3_000, toRefund: 2_400, fees: 600 });
});
