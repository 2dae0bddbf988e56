import type { Purchase } from '@willcall/client';
import { expect, it, vi } from 'vitest';
import { choosePace } from './follow-purchase.ts';

vi.mock('../api/willcall.ts', () => ({}));

const NOW = Date.parse('2031-05-01T08:05:00.000Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const purchase = (more: object): Purchase => ({ purchaseId: 'p', tickets: [], ...more }) as never;

it.each<[string, object, boolean, number | undefined]>([
  ['to be paid', { status: 'HELD', holdUntil: at(5) }, false, 15_000],
  ['whose payment is on its way', { status: 'HELD', holdUntil: at(5) }, true, 1_000],
  ['whose time is over', { status: 'HELD', holdUntil: at(0) }, false, 2_000],
  [
    'that is being cancelled',
    { status: 'HELD', holdUntil: at(5), cancellationRequestedAt: at(-1) },
    false,
    2_000,
  ],
  ['that was not paid, a moment ago', { status: 'EXPIRED', expiredAt: at(-14) }, false, 15_000],
  ['that was not paid, long ago', { status: 'EXPIRED', expiredAt: at(-15) }, false, undefined],
  [
    'whose money is on its way back',
    { status: 'CANCELLED', refund: { amount: 1, status: 'REQUESTED' } },
    false,
    5_000,
  ],
  [
    'whose money is back',
    { status: 'CANCELLED', refund: { amount: 1, status: 'SUCCEEDED' } },
    false,
    undefined,
  ],
  ['with its tickets', { status: 'CONFIRMED' }, true, undefined],
])('a purchase %s is read again in time', (_, more, isAwaited, pace) => {
  expect(choosePace(purchase(more), NOW, isAwaited)).toBe(pace);
});
