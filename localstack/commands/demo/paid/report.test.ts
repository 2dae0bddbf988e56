import { describe, expect, it } from 'vitest';
import type { Asked } from './buyer.ts';
import { formatPaidReport, makePaidReport, type PaidSale } from './report.ts';

const options = { tickets: 3, buyers: 6, quantity: 1, seed: 1, timeout: 120 };

const buyer = { name: 'ana', token: 'token', quantity: 1, habit: 'pays', refusals: 0 } as const;
const held: Asked = { kind: 'held', hold: { buyer, location: '/v1/purchases/1' } };
const soldOut: Asked = { kind: 'sold out' };

const ask = (...answers: readonly Asked[]) => answers.map((answer) => ({ answer, quantity: 1 }));

const makeSums = (some: object) => ({
  ...{ taken: 0, refunded: 0, toRefund: 0, tickets: 0, fees: 0, inFlight: 0, unexplained: 0 },
  ...some,
});

/** Three tickets: two bought in time, one by a late payment. One more late payment was refunded. */
const sale: PaidSale = {
  asked: ask(held, held, held, held, { kind: 'waits' }, soldOut),
  counts: { paidInTime: 2, expired: 2, lateSold: 1, lateRefunded: 1 },
  minutes: 149,
  audit: {
    showId: 'hamlet',
    revenue: { amount: 13_500, currency: 'EUR' },
    ...{ capacity: 3, available: 0, held: 0, sold: 3, tickets: 3 },
    allRecords: false,
    byStatus: { CONFIRMED: 3, EXPIRED: 1 },
    differences: [],
    holds: true,
  },
  reconciliation: {
    show: 'hamlet',
    agrees: true,
    purchases: { CONFIRMED: 3, EXPIRED: 1 },
    intents: 4,
    inFlight: 0,
    money: { EUR: makeSums({ taken: 18_000, refunded: 4_500, tickets: 13_500 }) },
    differences: [],
    unattributed: [],
  },
};

const report = (more: Partial<PaidSale> = {}) => makePaidReport(options, { ...sale, ...more });

describe('the report of a paid demo', () => {
  it('says what became of each hold and each cent', () => {
    expect(report()).toMatchObject({ held: 4, soldOut: 1, ok: true, faults: [] });
    expect(
      formatPaidReport(report()),
    ).toBe(`3 tickets, 6 buyers. A third do not pay, a tenth pay late.

Held              4 purchases
Paid in time      2
Expired           2, of which 2 were paid late
Paid late         1 got tickets, 1 got their money back
Rejected          1 SOLD_OUT
Sold              3 tickets in 3 purchases

Compared: purchases 3 CONFIRMED, 1 EXPIRED; 4 payment intents; 0 in flight
Money taken: EUR 180.00 = EUR 135.00 for tickets + EUR 45.00 refunded
Money and purchases agree.
stock left 0 + held 0 + sold 3 = capacity 3
The clock of the stack moved 149 minutes, so that holds expired.
The audit holds.`);
  });

  it.each<[string, Partial<PaidSale>, string]>([
    [
      'money without tickets',
      {
        reconciliation: {
          ...sale.reconciliation,
          money: { EUR: makeSums({ taken: 18_001, refunded: 4_500 }) },
        },
      },
      'The provider kept 13501 for tickets worth 13500, in minor units.',
    ],
    [
      'tickets that are still held',
      { audit: { ...sale.audit, held: 1 } },
      '1 tickets are still held.',
    ],
    [
      'a refusal although a ticket was left',
      { audit: { ...sale.audit, available: 1 } },
      'A purchase was refused as SOLD_OUT, but 1 tickets are left.',
    ],
    [
      'an unexpected answer',
      { asked: ask(held, { kind: 'unexpected', answer: 'HOLD_OPEN' }) },
      '1 buyers got an unexpected answer: HOLD_OPEN.',
    ],
  ])('finds %s', (_, more, fault) => {
    expect(report(more)).toMatchObject({ ok: false, faults: [fault] });
    expect(formatPaidReport(report(more))).toContain(fault);
  });

  it('does not call it a fault that nobody wanted the last tickets', () => {
    const unsold = { ...sale.audit, available: 1, sold: 2, tickets: 2 };
    const money = { EUR: makeSums({ taken: 13_500, refunded: 4_500, tickets: 9_000 }) };
    const reconciliation = { ...sale.reconciliation, money };
    const revenue = { amount: 9_000, currency: 'EUR' };
    expect(
      report({ asked: ask(held, held, held), reconciliation, audit: { ...unsold, revenue } }),
    ).toMatchObject({ ok: true });
  });
});
