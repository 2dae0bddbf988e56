import { PurchaseRecord } from '@willcall/store';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { failedRecord } from './failed-record.ts';
import { identify } from './identify.ts';
import { letter, message, SENT_AT } from './letter.fixture.ts';

const DECIDED_AT = '2031-05-01T09:00:00.000Z';

const recorded = (change: object = {}) => {
  const purchase = identify(JSON.stringify({ ...message, ...change }));
  if (purchase === undefined) throw new Error('nobody’s');
  return failedRecord(purchase, letter(), DECIDED_AT);
};

it('a purchase that is given up is recorded with all that was readable', () => {
  const { version: _, ...known } = message;
  expect(recorded()).toEqual({
    ...known,
    recordKey: 'P#AZaz09-_AZaz09-_',
    status: 'FAILED',
    decidedAt: DECIDED_AT,
  });
});

it('SQS stands in for the time and the correlation that cannot be read', () => {
  expect(recorded({ requestedAt: 'yesterday', correlationId: '' })).toMatchObject({
    requestedAt: SENT_AT,
    correlationId: letter().messageId,
  });
});

it('whatever cannot be read of it, the record is one that the store reads', () => {
  const fields = ['showId', 'quantity', 'holder', 'card', 'requestedAt', 'correlationId'];
  const broken = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
  fc.assert(
    fc.property(broken, (change) => {
      const record = recorded(change);
      expect(PurchaseRecord.parse(record)).toEqual(record);
    }),
  );
});
