import { counted, countedOfPayments, FULL_BATCH } from '@willcall/infra';
import { expect, inject, it } from 'vitest';
import { measureCosts } from './measure-costs.ts';

const HELD = `a full batch of ${FULL_BATCH}, 1 to 8 tickets each`;
const LEDGERED = 'write units (2 for each ledger)';

it('the cost estimate uses the units that are measured', async () => {
  const lines = await measureCosts(
    { dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: inject('sqsEndpoint') },
    inject('stateFolder'),
  );
  const units = (step: string, measure: string): number | undefined =>
    lines.find((line) => line.step === step && line.measure === measure)?.counted;
  expect({
    sendsPerPost: units('POST /v1/purchases', 'SQS calls'),
    readUnitsPerPoll: units('GET /v1/purchases/{id} while PENDING', 'read units'),
    writeUnitsPerFullBatch: units(
      `a full batch of ${FULL_BATCH}, 1 to 8 tickets each`,
      'write units',
    ),
    writeUnitsPerBatchOfOne: units('a batch of one', 'write units'),
  }).toEqual(counted);
  expect({
    writeUnitsPerHeldBatch: units(`holding ${HELD}`, LEDGERED),
    writeUnitsPerSettledBatch: units(`settling ${HELD}`, LEDGERED),
    writeUnitsPerStart: units('starting a payment', 'write units'),
    readUnitsPerStart: units('starting a payment', 'read units'),
  }).toEqual(countedOfPayments);
});
