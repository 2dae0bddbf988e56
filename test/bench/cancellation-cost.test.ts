import { describe, expect, inject, it } from 'vitest';
import { measureCancellation, type PurchaseKind } from './cancellation-cost.ts';

const aws = { dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: inject('sqsEndpoint') };

describe('cancelling a purchase with its show, in both passes of the job,', () => {
  it.each<[PurchaseKind, number, number, number, number]>([
    // 2 for the purchase. 98 of them share 2 for the shard and 12 for the entry.
    ['plain', 500, 2.2, 1.2, 6],
    ['with ledger', 500, 4.2, 2.2, 12],
    // 9 fill a transaction, and share 4: 20.44 in all, more than the 20.2 that plain ones allow.
    ['with ledger and eight seats', 90, 20.67, 2.2, 11],
  ])('%s, takes few units', async (kind, sold, writes, reads, transactions) => {
    const cost = await measureCancellation(aws, { kind, sold });
    expect(cost.writesPerPurchase).toBeLessThanOrEqual(writes);
    expect(cost.readsPerPurchase).toBeLessThanOrEqual(reads);
    expect(cost.calls.TransactWriteItemsCommand).toBeLessThanOrEqual(transactions);
    expect(cost.calls).not.toHaveProperty('ScanCommand');
  });

  it('sold one at a time, takes as few', async () => {
    const cost = await measureCancellation(aws, { kind: 'plain', sold: 600, batch: 1 });
    expect(cost.writesPerPurchase).toBeLessThanOrEqual(2.2);
    expect(cost.readsPerPurchase).toBeLessThanOrEqual(1.2);
  });

  it('costs the same alone and among 5,000 purchases of others', async () => {
    const alone = await measureCancellation(aws, { kind: 'plain', sold: 100 });
    const among = await measureCancellation(aws, { kind: 'plain', sold: 100, others: 5_000 });
    expect(among).toEqual(alone);
  });
});
