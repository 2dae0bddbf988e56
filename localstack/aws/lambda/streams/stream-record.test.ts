import type { _Record, OperationType } from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { createStreamRecord } from './stream-record.ts';

const STREAM = 'arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/2026-01-01T00:00:00.000';

const modified: _Record = {
  eventID: 'e1',
  eventName: 'MODIFY',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'ddblocal',
  dynamodb: {
    ApproximateCreationDateTime: new Date('2026-01-01T00:00:01.900Z'),
    Keys: { id: { S: 'a' } },
    NewImage: { id: { S: 'a' }, count: { N: '2' }, sold: { BOOL: true }, none: { NULL: true } },
    OldImage: {
      id: { S: 'a' },
      bytes: { B: Buffer.from('hé') },
      set: { BS: [Buffer.from('x'), Buffer.from('y')] },
      names: { SS: ['p', 'q'] },
      numbers: { NS: ['1', '2'] },
      nested: { L: [{ M: { deep: { B: Buffer.from('z') } } }, { S: 'w' }] },
    },
    SequenceNumber: '000000000000000000007',
    SizeBytes: 59,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
};

test('a change has the shape of a Lambda record, with whole seconds and binary values in base64', () => {
  expect(createStreamRecord(STREAM, modified)).toStrictEqual({
    eventID: 'e1',
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM,
    dynamodb: {
      ApproximateCreationDateTime: Date.UTC(2026, 0, 1, 0, 0, 1) / 1_000,
      Keys: { id: { S: 'a' } },
      NewImage: { id: { S: 'a' }, count: { N: '2' }, sold: { BOOL: true }, none: { NULL: true } },
      OldImage: {
        id: { S: 'a' },
        bytes: { B: 'aMOp' },
        set: { BS: ['eA==', 'eQ=='] },
        names: { SS: ['p', 'q'] },
        numbers: { NS: ['1', '2'] },
        nested: { L: [{ M: { deep: { B: 'eg==' } } }, { S: 'w' }] },
      },
      SequenceNumber: '000000000000000000007',
      SizeBytes: 59,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
});

test("a removal by DynamoDB Local's TTL has the identity that AWS sends", () => {
  const removal = createStreamRecord(STREAM, {
    ...modified,
    eventName: 'UNKNOWN_TO_SDK_VERSION' as OperationType,
  });
  expect(removal.eventName).toBe('REMOVE');
  expect(removal.userIdentity).toEqual({
    type: 'Service',
    principalId: 'dynamodb.amazonaws.com',
  });
});

test('an identity from AWS keeps its values, with the field names of Lambda', () => {
  const userIdentity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };
  const { userIdentity: given } = createStreamRecord(STREAM, { ...modified, userIdentity });
  expect(given).toEqual({ type: 'Service', principalId: 'dynamodb.amazonaws.com' });
});

test('a removal by a caller has no identity', () => {
  expect(createStreamRecord(STREAM, { ...modified, eventName: 'REMOVE' })).not.toHaveProperty(
    'userIdentity',
  );
});
