import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { PurchaseRecord } from '@willcall/store';
import { expect, inject, it } from 'vitest';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { openSale } from '../support/sale/open-sale.ts';

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
    charge: { refunded: 123_456, disputed: false },
    correlationId: '00000000-0000-4000-8000-000000000000',
  });

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

it.each([
  ["an id of Stripe's", 27],
  ['an id of 64 characters', 64],
])(
  'a record of eight tickets with its payment and its refund costs one write unit with %s',
  async (_, length) => {
    const sale = await openSale();
    const endpoint = inject('dynamodbEndpoint');
    const meter = createCapacityMeter({ endpoint, region: 'us-east-1', credentials });
    const put = new PutCommand({
      TableName: sale.store.tables.purchases,
      Item: makeRecord('p'.repeat(length)),
    });
    const { writeUnits } = await meter.during(() =>
      sale.storeWith(meter.plugin).documents.send(put),
    );
    expect(writeUnits).toBe(1);
  },
);
