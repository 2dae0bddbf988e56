import { beforeAll, expect, inject, it } from 'vitest';
import type { CostLine } from './cost-line.ts';
import { measureCosts } from './measure-costs.ts';

let lines: CostLine[];

beforeAll(async () => {
  lines = await measureCosts(
    { dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: inject('sqsEndpoint') },
    inject('stateFolder'),
  );
});

it('no step of a sale exceeds its limit of calls or capacity units', () => {
  expect(lines).toHaveLength(51);
  for (const { step, measure, counted, most } of lines) {
    expect(counted, `${step}: ${measure}`).toBeLessThanOrEqual(most);
  }
});

const full = 'a full batch of 10, 1 to 8 tickets each';
const withLedgers = 'write units (2 for each ledger)';

it('the meter counts exactly the documented units, so it cannot pass by counting nothing', () => {
  const counted = lines.map(({ step, measure, counted: units }) => [step, measure, units]);
  expect(counted).toEqual(
    expect.arrayContaining([
      ['POST /v1/purchases', 'SQS calls', 1],
      [full, 'write units', 24],
      ['a batch of one', 'write units', 6],
      ['a batch of one, eight seats with long ids', 'write units (2 for each seat)', 22],
      ['a full batch of 10 buyers, with a ticket limit', 'write units', 44],
      ['a full batch of 3 buyers, with a ticket limit', 'write units', 30],
      [`holding ${full}`, withLedgers, 44],
      [`settling ${full}`, withLedgers, 44],
      [`expiring ${full}`, withLedgers, 44],
      ['refunding a late payment, once it is made', 'write units', 2],
      ['starting a payment', 'write units', 2],
      ['starting a payment', 'read units', 1.5],
      ['starting it again', 'write units', 1],
      ['one refusal under the sold-out latch', 'write units', 1],
      ['500 decisions of a second, counted', 'write units', 1],
      ['POST under an old sold-out latch', 'read units', 1],
      ['GET /v1/purchases/{id} while PENDING', 'read units', 0.5],
    ]),
  );
});
