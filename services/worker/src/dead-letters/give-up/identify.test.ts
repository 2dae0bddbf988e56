import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify } from './identify.ts';
import { message } from './letter.fixture.ts';

const read = (change: object) => identify(JSON.stringify({ ...message, ...change }));

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
    expect(identify(body)).toBeUndefined();
  });
});

it('no body makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(identify(body)).toBeUndefined();
    }),
  );
});
