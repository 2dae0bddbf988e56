import { expect, inject, it } from 'vitest';
import { measureSalesCosts } from './sales-costs.ts';

it('the totals of 3 shows on sale and 1,000 that are over cost what the 3 cost, and a constant', async () => {
  const aws = { dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: inject('sqsEndpoint') };
  const sizes = { over: 1_000, onSale: 3, shards: 1 };
  const { before, idle, after } = await measureSalesCosts(aws, sizes);
  expect(before.readUnits).toBeGreaterThan(1_000 * 2 + 3 * 9);
  // Of each show on sale, its settlement and 8 shards. The settled sales, and the list.
  expect(after.readUnits).toBeLessThanOrEqual(3 * 9 + 2);
  expect(after.calls).not.toHaveProperty('ScanCommand');
  // The jobs, and the settlements that are due.
  expect(idle.readUnits).toBeLessThanOrEqual(1);
  expect(idle.writeUnits).toBe(0);
});
