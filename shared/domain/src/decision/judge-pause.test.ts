import { expect, it } from 'vitest';
import { openShow } from './decide.fixture.ts';
import { judge } from './judge.ts';

const at = (minute: number): string => new Date(Date.UTC(2031, 4, 1, 8, minute)).toISOString();

it.each([
  ['before the pause', { onSale: false, pausedAt: at(10) }, 9, undefined],
  ['at the pause', { onSale: false, pausedAt: at(10) }, 10, 'SALE_PAUSED'],
  ['after the pause', { onSale: false, pausedAt: at(10) }, 11, 'SALE_PAUSED'],
  ['in a pause that is over', { pausedAt: at(10), resumedAt: at(20) }, 15, 'SALE_PAUSED'],
  ['when the sale went on', { pausedAt: at(10), resumedAt: at(20) }, 20, undefined],
  ['in a second pause', { onSale: false, pausedAt: at(30), resumedAt: at(20) }, 31, 'SALE_PAUSED'],
  ['between two pauses', { onSale: false, pausedAt: at(30), resumedAt: at(20) }, 25, undefined],
  ['of a show that was never on sale', { onSale: false }, 1, 'SALE_PAUSED'],
  [
    'in a pause, of a show that was cancelled',
    { pausedAt: at(1), cancelledAt: at(2) },
    1,
    'SHOW_CANCELLED',
  ],
] as const)('a purchase that was asked for %s', (_, change, minute, reason) => {
  const purchase = { userId: 'ana', quantity: 1, requestedAt: at(minute), hasCard: true };
  expect(judge({ ...openShow, ...change }, purchase)).toBe(reason);
});
