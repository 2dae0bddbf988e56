import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, StreamRecord } from 'aws-lambda';

type Item = Readonly<Record<string, unknown>>;

const KEYS = [['dueKey', 'purchaseRef'], ['userId', 'recordKey'], ['showId']];

/** The keys of an item in any of our tables. */
const keysOf = (item: Item): Item => {
  const names = KEYS.find((keys) => keys.every((key) => key in item)) ?? [];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
};

const image = (item: Item | undefined): StreamRecord['NewImage'] =>
  item && (marshall(item, { removeUndefinedValues: true }) as StreamRecord['NewImage']);

/** A stream record as Lambda receives it: an item before and after a change. */
export function streamRecord(
  before: Item | undefined,
  after: Item | undefined,
  change: StreamRecord = {},
): DynamoDBRecord {
  const OldImage = image(before);
  const NewImage = image(after);
  const Keys = image(keysOf({ ...before, ...after }));
  return {
    eventID: '1',
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:000000000000:table/any/stream/2031',
    dynamodb: {
      ApproximateCreationDateTime: Date.UTC(2031, 4, 1, 8) / 1_000,
      SequenceNumber: '100000000000000000001',
      SizeBytes: 100,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...(Keys === undefined ? {} : { Keys }),
      ...(OldImage === undefined ? {} : { OldImage }),
      ...(NewImage === undefined ? {} : { NewImage }),
      ...change,
    },
  };
}

/** When the fixture's records were written. */
export const RECORDED_AT = '2031-05-01T08:00:00.000Z';

export const purchaseItem = {
  userId: 'alice',
  recordKey: 'P#AZaz09-_AZaz09-_',
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  showId: 'hamlet',
  status: 'CONFIRMED',
  quantity: 2,
  from: [[0, 2]],
  total: { amount: 3198, currency: 'EUR' },
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { brand: 'visa', last4: '4242' },
  reminder: '2031-05-31T20:00#7',
  requestedAt: '2031-05-01T07:59:58.000Z',
  decidedAt: '2031-05-01T07:59:59.500Z',
  correlationId: 'order-7',
};

export const showItem = {
  showId: 'hamlet',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 1599, currency: 'EUR' },
  capacity: 100,
  buckets: 1,
  onSale: true,
  seating: 'GENERAL',
  returns: 0,
  priceVersion: 0,
  createdAt: '2031-01-01T00:00:00.000Z',
  correlationId: 'request-1',
  startMonth: '2031-06',
  startKey: '2031-06-01T20:00:00.000Z#hamlet',
};

export const reminderItem = {
  dueKey: '2031-05-31T20:00#7',
  purchaseRef: '5#alice#P#AZaz09-_AZaz09-_',
  userId: 'alice',
  recordKey: 'P#AZaz09-_AZaz09-_',
  showId: 'hamlet',
  dueAt: '2031-05-31T20:00:00.000Z',
  expiresAt: 1_937_937_600,
  correlationId: 'order-7',
};
