import { known } from '@willcall/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const TRACE = 'Root=1-67890abc-0123456789abcdef01234567;Parent=89abcdef01234567;Sampled=1';

type SentMessage = {
  readonly MessageBody: string;
  readonly MessageSystemAttributes?: unknown;
};

const printed = capturePrintedLines();
const calls = watchCalls();
const faults = createFaultInjector();
const office = await openBoxOffice({
  seams: { sqsPlugins: [calls.plugin], dynamodbPlugins: [faults.plugin] },
  env: { REDELIVERY_BASE_SECONDS: '0', WILLCALL_STAGE: 'observed' },
});
const ana = await office.buyer();
const queue = openStageQueue(office.stage.resources.queues.purchases);

let showId: string;
beforeEach(async () => {
  ({ showId } = await office.makeShow({ capacity: 3 }));
  printed.clear();
});
afterEach(async () => {
  faults.assertAllUsed();
  await queue.untilEmpty();
});

const findLastSent = () => (calls.inputsOf('SendMessageCommand') as SentMessage[]).at(-1);

const readRecord = async (id: string) =>
  (await listPurchaseRecords(office.store)).find(({ purchaseId }) => purchaseId === id);

const findLogged = (message: string) =>
  printed.objects().filter((line) => line.message === message);

describe('the correlation id', () => {
  it('of the caller appears in answer, message and record, and in the logs of both functions', async () => {
    const mine = { 'x-correlation-id': 'order-4711.a:b=c_d' };
    const accepted = await ana.post(purchaseBody({ showId }), mine);
    expect(accepted).toMatchObject({ status: 202, headers: mine });
    const { purchaseId } = await ana.decided(accepted.headers.location ?? '');

    const correlationId = mine['x-correlation-id'];
    expect(JSON.parse(known(findLastSent()?.MessageBody, 'message'))).toMatchObject({
      purchaseId,
      correlationId,
    });
    expect(await readRecord(purchaseId)).toMatchObject({ correlationId });
    expect(findLogged('Purchase accepted')).toMatchObject([
      { service: 'accept', level: 'INFO', purchaseId, showId, correlationId },
    ]);
    expect(findLogged('Purchase decided')).toMatchObject([
      { service: 'worker', level: 'INFO', purchaseId, showId, correlationId, status: 'CONFIRMED' },
    ]);
  });

  it.each([
    ['none is sent', undefined],
    ['it is too long', 'c'.repeat(65)],
    ['it has a character that ids cannot have', 'a b\u00e9'],
    ['it is empty', ''],
  ])('is the gateway’s request id when %s', async (_, given) => {
    const headers = { ...(given !== undefined && { 'x-correlation-id': given }) };
    const accepted = await ana.post(purchaseBody({ showId }), headers);
    const correlationId = accepted.headers['apigw-requestid'];
    expect(correlationId).toMatch(/^\S{8,}$/);
    expect(accepted.headers['x-correlation-id']).toBe(correlationId);
    const { purchaseId } = await ana.decided(accepted.headers.location ?? '');
    expect(await readRecord(purchaseId)).toMatchObject({ correlationId });
    expect(findLogged('Purchase decided')).toMatchObject([{ correlationId }]);
  });

  it('appears in the answer and the log line of a refused request, with its code and without its content', async () => {
    const mine = { 'x-correlation-id': 'refused-1' };
    const answer = await ana.post(purchaseBody({ showId, quantity: 9 }), mine);
    expect(answer).toMatchObject({ status: 400, headers: mine });
    expect(findLogged('Request refused')).toMatchObject([
      {
        service: 'accept',
        correlationId: 'refused-1',
        route: 'POST /purchases',
        code: 'INVALID_REQUEST',
        status: 400,
      },
    ]);
  });

  it('stays with a purchase through its redeliveries', async () => {
    faults.before('TransactWriteItemsCommand', throttling);
    await ana.buy(purchaseBody({ showId }), { 'x-correlation-id': 'stormy' });
    await queue.untilEmpty();
    expect(findLogged('Message failed: SQS delivers it again')).toMatchObject([
      { service: 'worker', level: 'WARN', receiveCount: 1, error: { code: 'STORE_UNAVAILABLE' } },
    ]);
    expect(findLogged('Purchase decided')).toMatchObject([{ correlationId: 'stormy' }]);
  });
});

describe('the trace header of X-Ray', () => {
  it('of the request is sent as the AWSTraceHeader of the message', async () => {
    await ana.buy(purchaseBody({ showId }), { 'x-amzn-trace-id': TRACE });
    // The test cannot see it arrive: the local SQS drops it.
    expect(findLastSent()).toMatchObject({
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: TRACE } },
    });
  });

  it('is the gateway’s own when the caller sent none', async () => {
    await ana.buy(purchaseBody({ showId }));
    const traced = expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/);
    expect(findLastSent()).toMatchObject({
      MessageSystemAttributes: { AWSTraceHeader: { StringValue: traced } },
    });
  });
});

type Emf = {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [name: string]: unknown;
};

const listMetricLines = (): Emf[] =>
  printed.objects().filter((line): line is Emf => '_aws' in line);

/**
 * The rules of the embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const expectValid = (line: Emf, since: number) => {
  expect(line._aws.Timestamp).toBeGreaterThanOrEqual(since);
  expect(line._aws.Timestamp).toBeLessThanOrEqual(Date.now());
  for (const { Namespace, Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
    expect(Namespace).toBe('willcall');
    expect(Metrics.length).toBeLessThanOrEqual(100);
    for (const name of Dimensions.flat()) expect(line[name]).toMatch(/^.{1,1024}$/);
    for (const { Name, Unit } of Metrics) {
      expect(['Count', 'Milliseconds']).toContain(Unit);
      const values = [line[Name]].flat();
      expect(values.length).toBeLessThanOrEqual(100);
      for (const value of values) expect(value).toEqual(expect.any(Number));
    }
  }
};

/** The sum of each metric over all lines, for example of `accept Requests`. */
const sumMetrics = (lines: readonly Emf[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const line of lines) {
    for (const { Name } of line._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics)) {
      const key = `${String(line.service)} ${Name}`;
      for (const value of [line[Name]].flat()) sums[key] = (sums[key] ?? 0) + Number(value);
    }
  }
  return sums;
};

it('metrics are valid lines of the embedded metric format, and add up to what happened', async () => {
  const since = Date.now();
  faults.before('TransactWriteItemsCommand', throttling);
  await ana.buy(purchaseBody({ showId, quantity: 2 }), { 'idempotency-key': 'counted' });
  await ana.buy(purchaseBody({ showId, quantity: 8 }));
  await ana.buy(purchaseBody({ showId: 'invented' }));
  await ana.post('{');
  await office.send({ path: '/v1/shows/invented' });
  await queue.untilEmpty();

  const lines = listMetricLines();
  for (const line of lines) expectValid(line, since);
  for (const line of lines) expect(line).toMatchObject({ stage: 'observed' });
  const sums = sumMetrics(lines);
  expect(sums).toMatchObject({
    'accept Requests': 4,
    'accept PurchasesAccepted': 3,
    'accept Problem400': 1,
    'shows Problem404': 1,
    // The throttled message arrived twice.
    'worker BatchFill': 4,
    'worker MessagesFailed': 1,
    'worker Purchases_CONFIRMED': 1,
    'worker TicketsSold': 2,
    'worker Rejected_SOLD_OUT': 1,
    'worker Rejected_SHOW_NOT_FOUND': 1,
  });
  expect(sums['worker TimeToDecision']).toBeGreaterThan(0);
});

it('every line that a function prints is one JSON object', async () => {
  await ana.buy(purchaseBody({ showId }));
  await ana.post('{');
  await queue.untilEmpty();
  const lines = printed.lines();
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
});
