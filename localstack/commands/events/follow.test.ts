import { expect, test } from 'vitest';
import { formatEvent } from './follow.ts';

const time = '2031-05-01T08:00:00Z';
const formatLine = (type: string, detail: Record<string, unknown>) =>
  formatEvent({ 'detail-type': type, time, detail });

test('formats an event as one line with its main ids, and aligns the ids', () => {
  expect([
    formatLine('PurchaseRejected', {
      userId: 'ana',
      showId: 's1',
      purchaseId: 'p1',
      reason: 'SOLD_OUT',
    }),
    formatLine('PriceChangeProcessed', { showName: 'Hamlet', showId: 's1', seatId: 'A-12' }),
    formatLine('FlyerAttached', { showId: 's2', flyerUrl: 'https://example.com/a.png' }),
  ]).toEqual([
    '2031-05-01T08:00:00Z  PurchaseRejected      show s1  purchase p1  user ana  reason SOLD_OUT',
    '2031-05-01T08:00:00Z  PriceChangeProcessed  show s1  seat A-12',
    '2031-05-01T08:00:00Z  FlyerAttached         show s2',
  ]);
});

test('also formats an event of an unknown type', () => {
  expect(formatLine('SomethingNew', {})).toBe('2031-05-01T08:00:00Z  SomethingNew');
});
