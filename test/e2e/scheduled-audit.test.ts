import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createAudit } from '@willcall/audit';
import type { Seams } from '@willcall/lambda';
import { shardKey } from '@willcall/store';
import { beforeEach, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';
import { damageRecord, LONG_NUMBER } from '../support/records/damage-record.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

const printed = capturePrintedLines();
beforeEach(() => void printed.clear());

/** Runs the audit once. Its environment names the shows and the stock, and nothing else. */
const runAudit = ({ environment }: Sale, seams: Seams = {}, remainingMs = 60_000) => {
  const { WILLCALL_BACKEND, AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB } = environment;
  const { SHOWS_TABLE, STOCK_TABLE } = environment;
  const aws = { WILLCALL_BACKEND, AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB };
  const named = { ...aws, SHOWS_TABLE, STOCK_TABLE };
  const audit = createAudit(named, asDeployed('audit', named, seams));
  return audit({}, makeLambdaContext(remainingMs));
};

const sell = async (sale: Sale, showId = sale.show.showId) => {
  const messages = [1, 2, 3].map((quantity) => makePurchaseMessage({ showId, quantity }));
  expect(await sale.worker()(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual(
    [],
  );
};

const corruptShard = ({ store }: Sale, showId: string, expression: string, value: unknown) =>
  store.documents.send(
    new UpdateCommand({
      TableName: store.tables.stock,
      Key: { bucketKey: shardKey(showId, 1) },
      UpdateExpression: expression,
      ExpressionAttributeValues: { ':v': value },
    }),
  );

/** The log lines and metric lines with this message. */
const findReported = (message: string) =>
  printed.objects().filter((line) => line.message === message);
const findMetric = (name: string) =>
  printed
    .objects()
    .filter((line) => '_aws' in line && name in line)
    .map((line) => line[name]);

it('a sound show yields no difference, even in the middle of its sale', async () => {
  const sale = await openSale({ capacity: 20, buckets: 4 });
  await sell(sale);
  printed.clear();
  expect(await runAudit(sale)).toEqual({ audited: 1, differences: 0, failed: 0, left: 0 });
  expect(findMetric('AuditDifferences')).toEqual([0]);
  expect(findMetric('AuditsFailed')).toEqual([]);
  expect(findReported('Sales audited')).toMatchObject([{ level: 'INFO', count: 1 }]);
  expect(findReported('The books of a show differ')).toEqual([]);
});

it('a stage without a show is audited', async () => {
  const sale = await openSale({ onSale: false });
  expect(await runAudit(sale)).toEqual({ audited: 0, differences: 0, failed: 0, left: 0 });
  expect(findMetric('AuditDifferences')).toEqual([0]);
});

it('a corrupted shard is reported by code and show, once per run, and for that show only', async () => {
  const sale = await openSale({ capacity: 20, buckets: 4 });
  const spoilt = await sale.addShow({ capacity: 8, buckets: 2, startsAt: '2098-01-01T20:00:00Z' });
  await sell(sale);
  await corruptShard(sale, spoilt.showId, 'ADD available :v', -1);
  printed.clear();
  for (const times of [1, 2]) {
    expect(await runAudit(sale)).toEqual({ audited: 2, differences: 1, failed: 0, left: 0 });
    expect(findReported('The books of a show differ')).toHaveLength(times);
  }
  expect(findReported('The books of a show differ')[0]).toMatchObject({
    level: 'ERROR',
    service: 'audit',
    showId: spoilt.showId,
    code: 'CAPACITY',
  });
  expect(findMetric('AuditDifferences')).toEqual([1, 1]);
});

it.each([
  ['a negative counter', 'SET available = :v', -30, ['CAPACITY', 'NEGATIVE_COUNTER']],
  ['a counter that is not a number', 'SET sold = :v', 'many', ['RECORD_UNREADABLE']],
])('%s is reported', async (_, expression, value, codes) => {
  const sale = await openSale({ capacity: 8, buckets: 2 });
  await corruptShard(sale, sale.show.showId, expression, value);
  expect(await runAudit(sale)).toMatchObject({ audited: 1, differences: codes.length });
  expect(findReported('The books of a show differ').map(({ code }) => code)).toEqual(codes);
});

it('a show that does not match its schema is reported, and the others are audited', async () => {
  const sale = await openSale({ capacity: 8, buckets: 2 });
  const { showId } = await sale.addShow();
  await damageRecord(
    sale.store,
    { table: sale.store.tables.shows, key: { showId } },
    { price: LONG_NUMBER },
  );
  expect(await runAudit(sale)).toEqual({ audited: 1, differences: 1, failed: 0, left: 0 });
  expect(findReported('The books of a show differ')).toMatchObject([
    { showId, code: 'RECORD_UNREADABLE' },
  ]);
  expect(findMetric('RecordsUnreadable')).toEqual([1]);
});

it('a missing shard is reported', async () => {
  const sale = await openSale({ capacity: 8, buckets: 2 });
  const { tables, documents } = sale.store;
  const Key = { bucketKey: shardKey(sale.show.showId, 1) };
  await documents.send(new DeleteCommand({ TableName: tables.stock, Key }));
  expect(await runAudit(sale)).toMatchObject({ differences: 1 });
  expect(findReported('The books of a show differ')).toMatchObject([{ code: 'STOCK_MISSING' }]);
});

it('a show that cannot be read is counted, the others are audited, and the next run tries again', async () => {
  const sale = await openSale({ capacity: 8, buckets: 2 });
  await sale.addShow();
  const faults = createFaultInjector();
  faults.before('TransactGetItemsCommand', throttling);
  const seams = { dynamodbPlugins: [faults.plugin] };
  expect(await runAudit(sale, seams)).toEqual({ audited: 1, differences: 0, failed: 1, left: 0 });
  expect(findMetric('AuditsFailed')).toEqual([1]);
  expect(findReported('A show could not be audited now')).toMatchObject([
    { level: 'WARN', showId: expect.any(String), error: { code: 'STORE_UNAVAILABLE' } },
  ]);
  faults.assertAllUsed();
  expect(await runAudit(sale)).toMatchObject({ audited: 2, failed: 0 });
});

it('a run without time left postpones its shows and reports it', async () => {
  const sale = await openSale();
  expect(await runAudit(sale, {}, 10_000)).toEqual({
    audited: 0,
    differences: 0,
    failed: 0,
    left: 1,
  });
  expect(findReported('Audit out of time')).toMatchObject([{ level: 'WARN', count: 1 }]);
});

it('an audit lists the upcoming shows of a month with one query, and reads each of them twice', async () => {
  const sale = await openSale({ capacity: 8, buckets: 2 });
  await sale.addShow();
  // A show that started two days ago is no longer audited.
  await sale.addShow({ startsAt: new Date(Date.now() - 2 * 86_400_000).toISOString() });
  const calls = createCallCounter();
  expect(await runAudit(sale, { dynamodbPlugins: [calls.plugin] })).toMatchObject({ audited: 2 });
  const { QueryCommand = 0, ...reads } = calls.calls();
  expect(reads).toEqual({ GetItemCommand: 1 + 2, TransactGetItemsCommand: 2 });
  // This month, possibly the previous one, and the month of the upcoming shows.
  expect(QueryCommand).toBeLessThanOrEqual(3);
});
