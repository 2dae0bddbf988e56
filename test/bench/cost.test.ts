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

it('no step of a sale costs more calls or capacity units than promised', () => {
  expect(lines).toHaveLength(21);
  for (const { step, measure, counted, most } of lines) {
    expect(counted, `${step}: ${measure}`).toBeLessThanOrEqual(most);
  }
});

it('the promised units are what is counted, so that the meter cannot be asleep', () => {
  const counted = lines.map(({ step, measure, counted: units }) => [step, measure, units]);
  expect(counted).toEqual(
    expect.arrayContaining([
      ['POST /v1/purchases', 'SQS calls', 1],
      ['a full batch of 10, 1 to 8 tickets each', 'write units', 22],
      ['a batch of one', 'write units', 4],
      ['… with eight seats of the longest names', 'write units, 2 of them for each seat', 20],
      ['a full batch with limits, of 10 buyers', 'write units', 42],
      ['a full batch with limits, of 3 buyers', 'write units', 28],
      ['one refusal, under the sold-out latch', 'write units', 1],
      ['POST under an old sold-out latch', 'read units', 0.5],
      ['GET /v1/purchases/{id}, while it is pending', 'read units', 0.5],
    ]),
  );
});
