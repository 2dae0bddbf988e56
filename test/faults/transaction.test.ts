import { describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import {
  type CancellationCode,
  connectionRefused,
  internalServerError,
  requestTimeout,
  throttling,
  throughputExceeded,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const TRANSACT = 'TransactWriteItemsCommand';
const PUT = 'PutItemCommand';

/** Makes a batch of purchases of one ticket each, by different buyers. */
const batchFor = (sale: Sale, size: number) =>
  Array.from({ length: size }, () => makePurchaseMessage({ showId: sale.show.showId }));

const readStatuses = (sale: Sale, messages: ReturnType<typeof batchFor>) =>
  Promise.all(
    messages.map(async (message) => {
      const record = await sale.recordOf(message);
      return record?.reason ?? record?.status;
    }),
  );

describe('a conflict', () => {
  it('is retried on another shard and never becomes SOLD_OUT', async () => {
    const sale = await openSale({ capacity: 8, buckets: 4 });
    const messages = batchFor(sale, 2);
    const faults = createFaultInjector();
    const used: string[] = [];
    faults.before(
      ({ commandName, input }) => {
        if (commandName !== TRANSACT) return false;
        used.push(shardIn(input));
        return true;
      },
      () => transactionCanceled(['TransactionConflict', 'None', 'None', 'None']),
      2,
    );

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    faults.assertAllUsed();
    expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(new Set(used.slice(0, 2)).size).toBe(2);
    expect(await sale.left()).toBe(6);
  });

  it.each([
    ['moves a worker to a shard that nobody else sells from', undefined, ['0', '2']],
    ['moves it to any other one if the stock cannot be read', 'BatchGetItemCommand', ['0', '1']],
  ])('%s', async (_, failing, expected) => {
    const sale = await openSale({ capacity: 40, buckets: 4 });
    const other = sale.worker({ random: () => 0.25 });
    expect(await other(batchFor(sale, 2).map((each) => makePurchaseSqsRecord(each)))).toEqual([]);
    const faults = createFaultInjector();
    const used: string[] = [];
    faults.before(
      ({ commandName, input }) => {
        if (commandName !== TRANSACT) return false;
        used.push(shardIn(input));
        return used.length === 1;
      },
      () => transactionCanceled(['TransactionConflict', 'None', 'None']),
      2,
    );
    if (failing !== undefined) faults.before(failing, throttling);

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin], random: () => 0 });
    expect(await worker(batchFor(sale, 1).map((each) => makePurchaseSqsRecord(each)))).toEqual([]);
    expect(used).toEqual(expected);
  });

  it('on a purchase is retried too', async () => {
    const sale = await openSale();
    const messages = batchFor(sale, 2);
    const faults = createFaultInjector();
    faults.before(TRANSACT, transactionCanceled(['None', 'None', 'TransactionConflict', 'None']));

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await sale.left()).toBe(8);
  });

  it('that persists leaves the messages undecided for redelivery', async () => {
    const sale = await openSale();
    const messages = batchFor(sale, 1);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const faults = createFaultInjector();
    faults.before(
      TRANSACT,
      () => transactionCanceled(['TransactionConflict', 'None', 'None']),
      100,
    );

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin], random: () => 0 });
    expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
    expect(await readStatuses(sale, messages)).toEqual([undefined]);
    expect(await sale.worker()(records)).toEqual([]);
    expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED']);
  });
});

describe('a throttle or an outage', () => {
  const failures: [string, () => Error][] = [
    ['a throttled table', throttling],
    ['a throttled partition', throughputExceeded],
    ['an internal error of DynamoDB', internalServerError],
    ['a refused connection', connectionRefused],
    ['a timeout', requestTimeout],
    ['a transaction cancelled by a throttle', () => cancelledBy('ThrottlingError')],
    [
      'a transaction cancelled by a full partition',
      () => cancelledBy('ProvisionedThroughputExceeded'),
    ],
    ['a transaction cancelled without reasons', () => transactionCanceled([])],
  ];
  // One reason for each action: the shard and two purchases.
  const cancelledBy = (code: CancellationCode) =>
    transactionCanceled([code, 'None', 'None', 'None']);

  it.each(failures)(
    '%s sells nothing, refuses no purchase and leaves the messages',
    async (_, failure) => {
      const sale = await openSale({ capacity: 2 });
      const messages = batchFor(sale, 2);
      const records = messages.map((message) => makePurchaseSqsRecord(message));
      const faults = createFaultInjector();
      faults.before(TRANSACT, failure);

      const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
      expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
      expect(await readStatuses(sale, messages)).toEqual([undefined, undefined]);
      expect(await sale.left()).toBe(2);

      expect(await worker(records)).toEqual([]);
      expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED', 'CONFIRMED']);
    },
  );

  it.each([
    ['the show', 'GetItemCommand'],
    ['the stock', 'BatchGetItemCommand'],
  ])('while reading %s refuses no purchase', async (_, command) => {
    const sale = await openSale({ capacity: 1 });
    const messages = batchFor(sale, 2);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const faults = createFaultInjector();
    faults.before(command, throughputExceeded);

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
    expect(await readStatuses(sale, messages)).toEqual([undefined, undefined]);
    expect(await worker(records)).toEqual([]);
    expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED', 'SOLD_OUT']);
  });

  it('while recording a refusal fails only that message and later ones of the same buyer', async () => {
    const sale = await openSale({ capacity: 2 });
    const { showId } = sale.show;
    const bea = [3, 1].map((quantity) => makePurchaseMessage({ showId, userId: 'bea', quantity }));
    const cleo = [3, 1].map((quantity) =>
      makePurchaseMessage({ showId, userId: 'cleo', quantity }),
    );
    const messages = [bea[0], cleo[0], bea[1], cleo[1]].filter((m) => m !== undefined);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const faults = createFaultInjector();
    faults.before(
      ({ commandName, input }) => commandName === PUT && JSON.stringify(input).includes('bea'),
      throughputExceeded,
    );

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(records)).toEqual([records[0]?.messageId, records[2]?.messageId]);
    expect(await readStatuses(sale, cleo)).toEqual(['SOLD_OUT', 'CONFIRMED']);
    expect(await readStatuses(sale, bea)).toEqual([undefined, undefined]);
    expect(await worker(records)).toEqual([]);
    expect(await readStatuses(sale, bea)).toEqual(['SOLD_OUT', 'CONFIRMED']);
  });
});

describe('a lost reply', () => {
  it('to a sale that took effect never becomes SOLD_OUT for the buyers who hold the tickets', async () => {
    const sale = await openSale({ capacity: 3 });
    const messages = batchFor(sale, 3);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const faults = createFaultInjector();
    faults.after(TRANSACT, requestTimeout);

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
    expect(await sale.left()).toBe(0);
    const before = await Promise.all(messages.map((message) => sale.recordOf(message)));

    expect(await sale.worker()(records)).toEqual([]);
    expect(await Promise.all(messages.map((message) => sale.recordOf(message)))).toEqual(before);
    expect(before.map((record) => record?.status)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
  });

  it('that the SDK itself retries sells once, with the same token', async () => {
    const sale = await openSale({ capacity: 10 });
    const messages = batchFor(sale, 2);
    const faults = createFaultInjector();
    const counter = createCallCounter();
    faults.after(TRANSACT, requestTimeout, { beneathRetries: true });

    const worker = sale.worker({ dynamodbPlugins: [counter.plugin, faults.plugin] });
    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    faults.assertAllUsed();
    expect(counter.calls()[TRANSACT]).toBe(1);
    expect(counter.attempts()[TRANSACT]).toBe(2);
    expect(await sale.left()).toBe(8);
  });

  it('to a refusal leaves the recorded refusal unchanged', async () => {
    const sale = await openSale({ onSale: false });
    const messages = batchFor(sale, 1);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const faults = createFaultInjector();
    faults.after(PUT, requestTimeout);

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
    const [message] = messages;
    const before = message && (await sale.recordOf(message));
    expect(before).toMatchObject({ reason: 'SALE_PAUSED' });
    expect(await worker(records)).toEqual([]);
    expect(message && (await sale.recordOf(message))).toEqual(before);
  });
});

describe('a purchase that DynamoDB rejects as invalid', () => {
  it('is recorded FAILED, and the others in its transaction are sold', async () => {
    const sale = await openSale();
    const messages = batchFor(sale, 3);
    const faults = createFaultInjector();
    faults.before(
      TRANSACT,
      transactionCanceled(['None', 'None', 'ValidationError', 'None', 'None']),
    );

    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    expect(await readStatuses(sale, messages)).toEqual(['CONFIRMED', 'FAILED', 'CONFIRMED']);
    expect(await sale.left()).toBe(8);
  });
});

describe('several reasons in one cancelled transaction', () => {
  it('are handled one by one: already decided, too little stock, conflict', async () => {
    const sale = await openSale({ capacity: 4 });
    const [winner, next, last] = batchFor(sale, 3);
    if (!winner || !next || !last) throw new Error('Expected a batch of three');
    await sale.worker()([makePurchaseSqsRecord(winner)]);
    const faults = createFaultInjector();
    faults.before(
      TRANSACT,
      transactionCanceled([
        'ConditionalCheckFailed',
        'ConditionalCheckFailed',
        'TransactionConflict',
        'None',
        'None',
      ]),
    );

    const others = runBefore(TRANSACT, () =>
      sale.worker()(batchFor(sale, 2).map((message) => makePurchaseSqsRecord(message))),
    );
    const worker = sale.worker({ dynamodbPlugins: [others, faults.plugin] });
    const records = [winner, next, last].map((message) => makePurchaseSqsRecord(message));
    expect(await worker(records)).toEqual([]);
    expect(await readStatuses(sale, [winner, next, last])).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'SOLD_OUT',
    ]);
    expect(await sale.left()).toBe(0);
  });
});

/** The first stock shard that a transaction takes from. */
function shardIn(input: unknown): string {
  const [, key = ''] = /"bucketKey":\{"S":"[^"#]+#(\d+)"/.exec(JSON.stringify(input)) ?? [];
  return key;
}
