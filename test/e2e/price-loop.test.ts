import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createStream } from '@willcall/stream';
import type { DynamoDBRecord, AttributeValue as StreamedValue } from 'aws-lambda';
import { expect, inject, it } from 'vitest';
import { recordPublishedEvents } from '../support/pricing/published-events.ts';
import { openRepricedShow } from '../support/pricing/repriced-show.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';

type Image = Record<string, AttributeValue>;

const dynamodb = new DynamoDBClient({
  endpoint: inject('dynamodbEndpoint'),
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** A write as a record of the Shows table's stream. */
const makeModifiedRecord = (showId: string, before: Image, after: Image): DynamoDBRecord => ({
  eventID: '1',
  eventName: 'MODIFY',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(Date.now() / 1_000),
    Keys: { showId: { S: showId } },
    // The SDK and the Lambda event types describe the same JSON.
    OldImage: before as Record<string, StreamedValue>,
    NewImage: after as Record<string, StreamedValue>,
    SequenceNumber: '1',
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});

it('one price change is announced once and processed once, and causes no further event', async () => {
  const show = await openRepricedShow(1599);
  const { plugin, published } = recordPublishedEvents();
  const named = {
    ...show.environment,
    EVENT_BUS_NAME: 'test',
    // Changes of a show set no reminders, and concern no payment.
    REMINDERS_TABLE: 'unused',
    DUE_PAYMENTS_TABLE: 'unused',
    PAYMENTS_QUEUE_URL: 'http://127.0.0.1:9/payments',
    PARKED_EVENTS_QUEUE_URL: 'http://127.0.0.1:9/parked',
  };
  const stream = createStream(named, asDeployed('stream', named, { eventBridgePlugins: [plugin] }));
  const image = async (): Promise<Image> => {
    const key = { TableName: show.environment.SHOWS_TABLE, Key: { showId: { S: show.showId } } };
    return (await dynamodb.send(new GetItemCommand({ ...key, ConsistentRead: true }))).Item ?? {};
  };
  /** Makes a write and streams it. A stream has no record of a write that changes nothing. */
  const streamed = async (write: () => Promise<unknown>) => {
    const before = await image();
    await write();
    const after = await image();
    if (isDeepStrictEqual(before, after)) return;
    const event = { Records: [makeModifiedRecord(show.showId, before, after)] };
    expect(await stream(event, makeLambdaContext())).toEqual({ batchItemFailures: [] });
  };

  await streamed(() => show.setPrice(1299));
  // Delivers every event twice, of every type: more than the rule would match.
  for (let next = 0; next < published.length && next < 10; next += 1) {
    const event = published[next];
    if (event === undefined) continue;
    await streamed(() => show.deliver(event.detail, {}, event.type));
    await streamed(() => show.deliver(event.detail, {}, event.type));
  }
  expect(published.map(({ type }) => type)).toEqual([
    'PriceChangeInitiated',
    'PriceChangeProcessed',
  ]);
  const prices = {
    oldPrice: { amount: 1599, currency: 'EUR' },
    newPrice: { amount: 1299, currency: 'EUR' },
    priceVersion: 1,
  };
  expect(published[0]?.detail).toMatchObject(prices);
  expect(published[1]?.detail).toMatchObject({
    ...prices,
    correlationId: Reflect.get(published[0]?.detail ?? {}, 'correlationId'),
    previousPrice: { amount: 1599, currency: 'EUR' },
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: Reflect.get(published[0]?.detail ?? {}, 'occurredAt'),
  });
});
