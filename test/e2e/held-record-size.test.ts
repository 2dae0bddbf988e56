import { marshall } from '@aws-sdk/util-dynamodb';
import { PurchaseRecord } from '@willcall/store';
import { expect, it } from 'vitest';
import { itemSize } from '../support/capacity/item-size.ts';

const KB = 1_024;
const AT = '2031-05-01T08:00:00.000Z';

/** A purchase of eight tickets from eight shards, with seats, and every field that a payment can add. */
const makeRecord = (intent: string): PurchaseRecord =>
  PurchaseRecord.parse({
    userId: '00000000-0000-4000-8000-000000000000',
    recordKey: `P#${'k'.repeat(16)}`,
    purchaseId: 'k'.repeat(32),
    showId: 's'.repeat(16),
    status: 'CANCELLED',
    quantity: 8,
    seats: Array.from({ length: 8 }, (_, seat) => `STALLS-${100 + seat}`),
    from: Array.from({ length: 8 }, (_, shard) => [shard, 1]),
    total: { amount: 123_456, currency: 'EUR' },
    holder: { name: 'Ana García Fernández', email: 'ana.garcia.fernandez@example.com' },
    reminderLeadSeconds: 86_400,
    reminder: '2031-05-31T20:00#7',
    requestedAt: AT,
    decidedAt: AT,
    paidAt: AT,
    cancelledAt: AT,
    cancelledWithShow: true,
    payment: { intent, attempt: 12 },
    refund: { amount: 123_456, attempt: 12, status: 'REQUESTED' },
    correlationId: '00000000-0000-4000-8000-000000000000',
  });

it.each([
  ["an id of Stripe's", 27],
  ['an id of 64 characters', 64],
])(
  'a record of eight tickets with its payment and its refund fits in 1 KB with %s',
  (_, length) => {
    const record = makeRecord('p'.repeat(length));
    expect(itemSize(marshall(record, { removeUndefinedValues: true }))).toBeLessThanOrEqual(KB);
  },
);
