import { PurchaseRecord } from '@willcall/store';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDeadLetter, message, SENT_AT } from './dead-letter.fixture.ts';
import { createFailedRecord, identifyPurchase } from './failed-purchase.ts';

const read = (change: object) => identifyPurchase(JSON.stringify({ ...message, ...change }));

describe('a message with a buyer and a purchase id', () => {
  it('is identified by its record key, with all its fields', () => {
    expect(read({})).toEqual({ ...message, key: 'AZaz09-_AZaz09-_' });
  });

  it.each(['showId', 'quantity', 'holder', 'card', 'requestedAt', 'correlationId'] as const)(
    'is identified without its %s if that is missing or invalid',
    (field) => {
      expect(read({ [field]: undefined })?.[field]).toBeUndefined();
      expect(read({ [field]: ['no'] })?.[field]).toBeUndefined();
      expect(read({ [field]: ['no'] })).toMatchObject({ userId: 'alice' });
    },
  );
});

describe('a message is not identified', () => {
  it.each([
    ['without a buyer', { userId: undefined }],
    ['with an invalid buyer id', { userId: 'a b' }],
    ['without a purchase id', { purchaseId: undefined }],
    ['with a malformed purchase id', { purchaseId: 'mine' }],
    ['of another version', { version: 2 }],
    ['without a version', { version: undefined }],
  ])('%s', (_, change) => {
    expect(read(change)).toBeUndefined();
  });

  it.each(['', 'no', '{', 'null', '[]', '7'])('when its body is %j', (body) => {
    expect(identifyPurchase(body)).toBeUndefined();
  });
});

it('no body causes an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(identifyPurchase(body)).toBeUndefined();
    }),
  );
});

const DECIDED_AT = '2031-05-01T09:00:00.000Z';

const recorded = (change: object = {}) => {
  const purchase = identifyPurchase(JSON.stringify({ ...message, ...change }));
  if (purchase === undefined) throw new Error('The message was not identified');
  return createFailedRecord(purchase, makeDeadLetter(), DECIDED_AT);
};

it('a failed purchase is recorded with all readable fields', () => {
  const { version: _, ...known } = message;
  expect(recorded()).toEqual({
    ...known,
    recordKey: 'P#AZaz09-_AZaz09-_',
    status: 'FAILED',
    decidedAt: DECIDED_AT,
  });
});

it('SQS attributes replace an unreadable request time and correlation id', () => {
  expect(recorded({ requestedAt: 'yesterday', correlationId: '' })).toMatchObject({
    requestedAt: SENT_AT,
    correlationId: makeDeadLetter().messageId,
  });
});

it('the store can read the record, whichever fields are unreadable', () => {
  const fields = ['showId', 'quantity', 'holder', 'card', 'requestedAt', 'correlationId'];
  const broken = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
  fc.assert(
    fc.property(broken, (change) => {
      const record = recorded(change);
      expect(PurchaseRecord.parse(record)).toEqual(record);
    }),
  );
});
