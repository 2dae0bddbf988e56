import { expect, it } from 'vitest';
import { comparingFor } from './comparing.ts';

const now = new Date('2031-06-02T20:00:00.000Z');
const context = { now, refundsPerSecond: 5 };
const MINUTE_MS = 60_000;

it('a show keeps its fee, by default nothing, and a show that is gone says nothing of it', () => {
  expect(comparingFor({ capacity: 100, refundFee: 300 }, context).feePerTicket).toBe(300);
  expect(comparingFor({ capacity: 100 }, context).feePerTicket).toBe(0);
  expect(comparingFor(undefined, context).feePerTicket).toBeUndefined();
});

it('a refund has 15 minutes, and with a cancelled show the time that the rate of the provider needs', () => {
  const show = { capacity: 3_000 };
  expect(comparingFor(show, context).refundWithinMs).toBe(15 * MINUTE_MS);
  expect(comparingFor({ ...show, cancelledAt: now.toISOString() }, context).refundWithinMs).toBe(
    25 * MINUTE_MS,
  );
});
