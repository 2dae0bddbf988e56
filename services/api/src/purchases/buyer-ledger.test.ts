import { type LedgerRecord, PurchaseRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { computedLedger, recordedLedger } from './buyer-ledger.ts';

const at = (second: number): string => `2031-05-01T08:00:0${second}.000Z`;

const idOf = (name: string): string => name.padEnd(32, 'A');

/** A purchase of two tickets for Hamlet, requested and decided at these seconds. */
const purchase = (id: string, [requested, decided]: readonly [number, number], change = {}) =>
  PurchaseRecord.parse({
    userId: 'alice',
    recordKey: `P#${id}`,
    purchaseId: idOf(id),
    showId: 'hamlet',
    status: 'CONFIRMED',
    quantity: 2,
    from: [[0, 2]],
    total: { amount: 9000, currency: 'EUR' },
    requestedAt: at(requested),
    decidedAt: at(decided),
    correlationId: 'order-7',
    ...change,
  });

describe('a computed ledger', () => {
  it('is empty without purchases', () => {
    expect(computedLedger([], 'hamlet')).toEqual({ tickets: 0 });
    expect(computedLedger([purchase('a', [0, 1])], 'othello')).toEqual({ tickets: 0 });
  });

  it('counts the tickets of confirmed purchases of the show, including erased ones', () => {
    const { tickets } = computedLedger(
      [
        purchase('a', [0, 1]),
        purchase('b', [0, 1], { erasedAt: at(2) }),
        purchase('c', [0, 1], { status: 'CANCELLED' }),
        purchase('d', [0, 1], { status: 'REJECTED', reason: 'SOLD_OUT' }),
        purchase('e', [0, 1], { status: 'FAILED', quantity: undefined }),
        purchase('f', [0, 1], { showId: 'othello' }),
        purchase('g', [0, 1], { status: 'CANCELLED', showId: undefined, quantity: undefined }),
      ],
      'hamlet',
    );
    expect(tickets).toBe(4);
  });

  it.each([
    ['decided last', [purchase('a', [1, 2]), purchase('b', [0, 3])], idOf('b')],
    ['requested last within one batch', [purchase('a', [1, 3]), purchase('b', [0, 3])], idOf('a')],
  ])('names the purchase that was %s', (_, purchases, purchaseId) => {
    for (const inOrder of [purchases, purchases.toReversed()]) {
      expect(computedLedger(inOrder, 'hamlet').lastPurchase).toMatchObject({ purchaseId });
    }
  });

  it('shows the request time and the current decision', () => {
    const cancelled = purchase('a', [1, 2], { status: 'CANCELLED', cancelledAt: at(9) });
    expect(computedLedger([cancelled], 'hamlet')).toEqual({
      tickets: 0,
      lastPurchase: {
        purchaseId: idOf('a'),
        status: 'CANCELLED',
        requestedAt: at(1),
        decidedAt: at(2),
      },
    });
  });
});

it('a stored ledger is returned as it is, and a missing one is empty', () => {
  const ledger: LedgerRecord = {
    userId: 'alice',
    recordKey: 'S#hamlet',
    showId: 'hamlet',
    tickets: 3,
    expiredHolds: 0,
    lastPurchaseId: idOf('a'),
    lastStatus: 'REJECTED',
    lastRequestedAt: at(1),
    lastDecidedAt: at(2),
  };
  expect(recordedLedger(ledger)).toEqual({
    tickets: 3,
    lastPurchase: {
      purchaseId: idOf('a'),
      status: 'REJECTED',
      requestedAt: at(1),
      decidedAt: at(2),
    },
  });
  expect(recordedLedger(undefined)).toEqual({ tickets: 0 });
});
