import { PurchaseRecord } from '@willcall/store';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDeadLetter, message, SENT_AT } from './dead-letter.fixture.ts';
import { createFailedRecord, identifyPurchase } from './failed-purchase.ts';

const read = (change: object) => identifyPurchase(JSON.stringify({ ...message, ...change }));

describe('a message with a buyer and a purchase id', () => {
  it('is identified by the record’s key, with all that it says', () => {
    expect(read({})).toEqual({ ...message, key: 'AZaz09-_AZaz09-_' });
  });

  it.each(['showId', 'quantity', 'holder', 'card', 'requestedAt', 'correlationId'] as const)(
    'is identified without its %s, whether that is missing or anything else',
    (field) => {
      expect(read({ [field]: undefined })?.[field]).toBeUndefined();
      expect(read({ [field]: ['no'] })?.[field]).toBeUndefined();
      expect(read({ [field]: ['no'] })).toMatchObject({ userId: 'alice' });
    },
  );
});

describe('a message is nobody’s', () => {
  it.each([
    ['without a buyer', { userId: undefined }],
    ['with a buyer that no token has', { userId: 'a b' }],
    ['without a purchase id', { purchaseId: undefined }],
    ['with a purchase id of another form', { purchaseId: 'mine' }],
    ['when another version may mean other things by it', { version: 2 }],
    ['without a version', { version: undefined }],
  ])('%s', (_, change) => {
    expect(read(change)).toBeUndefined();
  });

  it.each(['', 'no', '{', 'null', '[]', '7'])('when its body is %j', (body) => {
    expect(identifyPurchase(body)).toBeUndefined();
  });
});

it('no body makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(identifyPurchase(body)).toBeUndefined();
    }),
  );
});

const DECIDED_AT = '2031-05-01T09:00:00.000Z';

const recorded = (change: object = {}) => {
  const purchase = identifyPurchase(JSON.stringify({ ...message, ...change }));
  if (purchase === undefined) throw new Error('nobody’s');
  return createFailedRecord(purchase, makeDeadLetter(), DECIDED_AT);
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
    correlationId: makeDeadLetter().messageId,
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
