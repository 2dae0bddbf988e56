import { expect, inject, it } from 'vitest';
import { measureShowCosts } from './show-costs.ts';

it('the audit and the export of a show of 1,000 purchases cost the same alone and among 30,000 others', async () => {
  const aws = { dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: inject('sqsEndpoint') };
  const { alone, among } = await measureShowCosts(aws, { sold: 1_000, others: 30_000 });
  expect(among).toEqual(alone);
  // A read unit for each purchase, and for 4 KB of its journal and at least each of its 8 shards.
  expect(among.tickets.readUnits).toBeLessThanOrEqual(1_000 + 40);
  // Also the show and its stock, twice, and whatever may be in 64 shards of stock, seats or entries.
  expect(among.audit.readUnits).toBeLessThanOrEqual(1_000 + 300);
  expect(among.audit.calls).not.toHaveProperty('ScanCommand');
  expect(among.tickets.calls).not.toHaveProperty('ScanCommand');
});
