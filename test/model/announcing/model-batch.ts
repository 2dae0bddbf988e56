import type { AttributeValue, BatchWriteItemInput, GetItemInput } from '@aws-sdk/client-dynamodb';
import { createStream } from '@willcall/stream';
import type { DynamoDBRecord } from 'aws-lambda';
import { makeStreamRecord, type StoredItem } from '../../support/announce/stream-record.ts';
import { makeLambdaContext } from '../../support/sale/lambda-context.ts';
import { type Answer, createSimulatedEnvironment, simulatedVariables } from './simulated-aws.ts';
import { createSimulatedTime } from './simulated-time.ts';

/** What a batch of stream records takes. */
export type BatchModel = {
  readonly milliseconds: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly reminderWriteUnits: number;
};

const DUE_KEY = '2031-05-31T20:00#7';
const SOLD_AT = '2031-05-01T08:00:00.000Z';
const FIRED_AT = '2031-05-31T20:00:30.000Z';

/**
 * Runs the real stream function in simulated time over one batch: of confirmed purchases with a reminder, or
 * of reminders that fired. It is not the first batch of its environment.
 */
export async function modelBatch(
  of: 'purchases' | 'reminders',
  records: number,
): Promise<BatchModel> {
  const time = createSimulatedTime(of === 'purchases' ? SOLD_AT : FIRED_AT);
  let reminderWriteUnits = 0;
  const answer: Answer = ({ commandName, input }) => {
    switch (commandName) {
      case 'GetItemCommand':
        return { Item: itemOf(input as GetItemInput) };
      case 'PutItemCommand':
        reminderWriteUnits += 1;
        return {};
      case 'BatchWriteItemCommand':
        reminderWriteUnits += (input as BatchWriteItemInput).RequestItems?.reminders?.length ?? 0;
        return {};
      case 'PutEventsCommand': {
        const { Entries = [] } = input as { readonly Entries?: readonly unknown[] };
        return { Entries: Entries.map(() => ({ EventId: 'taken' })), FailedEntryCount: 0 };
      }
      default:
        throw new Error(`The stream made a call that its model does not know: ${commandName}`);
    }
  };
  const environment = createSimulatedEnvironment(time, 'stream', answer);
  const stream = createStream(simulatedVariables, environment.seams);
  const batch = async (count: number, from: number) => {
    await environment.receive(count);
    const Records = Array.from({ length: count }, (_, index) => recordOf(of, from + index));
    const { batchItemFailures } = await stream({ Records }, makeLambdaContext(30_000));
    if (batchItemFailures.length > 0) throw new Error('A record of the model failed');
  };
  await time.run(() => batch(1, 0));
  const before = { at: time.now(), calls: environment.calls(), units: reminderWriteUnits };
  await time.run(() => batch(records, 1));
  const calls = Object.entries(environment.calls()).map(([name, count]) => [
    name,
    count - (before.calls[name] ?? 0),
  ]);
  return {
    milliseconds: time.now() - before.at,
    calls: Object.fromEntries(calls.filter(([, count]) => count !== 0)),
    reminderWriteUnits: reminderWriteUnits - before.units,
  };
}

type Value = string | number | boolean | { readonly [name: string]: Value };
type PlainItem = Readonly<Record<string, Value>>;

const toAttribute = (value: Value): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
      return { M: toStored(value) };
  }
};

const toStored = (item: PlainItem): StoredItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toAttribute(value)]));

function recordOf(of: 'purchases' | 'reminders', nth: number): DynamoDBRecord {
  const userId = `buyer-${nth}`;
  const key = { userId, recordKey: 'P#AZaz09-_AZaz09-_' };
  if (of === 'purchases') {
    return makeStreamRecord(toStored(key), undefined, toStored({ ...key, ...purchase }));
  }
  const keys = { dueKey: DUE_KEY, purchaseRef: `${userId.length}#${userId}#${key.recordKey}` };
  const waiting: PlainItem = {
    ...{ ...keys, ...key, showId: 'hamlet', correlationId: 'order-7' },
    ...{ dueAt: '2031-05-31T20:00:00.000Z', expiresAt: 1_937_937_600 },
  };
  const fired = { ...waiting, firedAt: FIRED_AT };
  return makeStreamRecord(toStored(keys), toStored(waiting), toStored(fired));
}

const purchase: PlainItem = {
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  showId: 'hamlet',
  status: 'CONFIRMED',
  quantity: 2,
  total: { amount: 3198, currency: 'EUR' },
  reminder: DUE_KEY,
  requestedAt: '2031-05-01T07:59:58.000Z',
  decidedAt: '2031-05-01T07:59:59.500Z',
  correlationId: 'order-7',
};

const show: PlainItem = {
  showId: 'hamlet',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 1599, currency: 'EUR' },
  capacity: 100_000,
  buckets: 64,
  onSale: true,
  createdAt: '2031-01-01T00:00:00.000Z',
  correlationId: 'request-1',
};

/** The item of a read, in plain values. The minute of every reminder is listed already. */
const itemOf = ({ TableName }: GetItemInput): PlainItem =>
  TableName === 'shows' ? show : purchase;
