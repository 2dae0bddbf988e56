import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { readLeftInStock, removeShow, shardKey } from '@willcall/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const START = Date.parse('2031-01-01T00:00:00Z');

let sale: Sale;
let now: number;

beforeEach(async () => {
  sale = await openSale({ capacity: 10, buckets: 2 });
  now = START;
});

const clock = () => new Date(now);
/** Waiting takes no time, but the clock moves on. */
const wait = async (milliseconds: number) => {
  now += milliseconds;
};
const read = async (plugins: Parameters<Sale['storeWith']> = []) =>
  (await readLeftInStock(sale.storeWith(...plugins), sale.show, { clock, wait })).available;
const summaryKey = () => ({ bucketKey: `#summary#${sale.show.showId}` });
const readSummary = async () => {
  const TableName = sale.store.tables.stock;
  const key = { TableName, Key: summaryKey(), ConsistentRead: true };
  return (await sale.store.documents.send(new GetCommand(key))).Item;
};
const putSummary = (summary: object) =>
  sale.store.documents.send(
    new PutCommand({
      TableName: sale.store.tables.stock,
      Item: { ...summaryKey(), ...summary },
    }),
  );
const setAvailable = (available: unknown) =>
  sale.store.documents.send(
    new UpdateCommand({
      TableName: sale.store.tables.stock,
      Key: { bucketKey: shardKey(sale.show.showId, 0) },
      UpdateExpression: 'SET available = :available',
      ExpressionAttributeValues: { ':available': available },
    }),
  );

describe('the summary of a stock', () => {
  it('is made by the first reader, and replaced a second later', async () => {
    expect(await read()).toBe(10);
    expect(await readSummary()).toMatchObject({ claimedAt: START, readAt: START, available: 10 });
    await setAvailable(2);
    now += 999;
    expect(await read()).toBe(10);
    now += 1;
    expect(await read()).toBe(7);
  });

  it('is returned as it was while somebody else reads the shards', async () => {
    await putSummary({ claimedAt: START, readAt: START - 1_999, available: 4 });
    expect(await read()).toBe(4);
    expect(now).toBe(START);
  });

  it('is not returned once it is two seconds old: the reading that died is repeated after a second', async () => {
    await putSummary({ claimedAt: START, readAt: START - 2_000, available: 4 });
    expect(await read()).toBe(10);
    expect(now).toBe(START + 1_000);
  });

  it('is not replaced by a reading that a later one has overtaken', async () => {
    await read();
    now += 1_000;
    const later = { claimedAt: START + 2_000, readAt: START + 2_000, available: 3 };
    const calls = watchCalls();
    const overtaken = {
      applyToStack: (stack: Parameters<(typeof calls.plugin)['applyToStack']>[0]) =>
        stack.add(
          (next, { commandName }) =>
            async (args) => {
              if (commandName === 'BatchGetItemCommand') await putSummary(later);
              return next(args);
            },
          { step: 'initialize' },
        ),
    };
    expect(await read([overtaken])).toBe(10);
    expect(await readSummary()).toMatchObject(later);
  });

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])('is read again after an environment whose clock is an hour %s', async (_, skew) => {
    await putSummary({ claimedAt: START + skew, readAt: START + skew, available: 4 });
    expect(await read()).toBe(10);
  });

  it('says for a second that a shard cannot be read, and recovers', async () => {
    const code = 'RECORD_UNREADABLE';
    await setAvailable('many');
    const calls = watchCalls();
    await expect(read([calls.plugin])).rejects.toMatchObject({ code });
    await expect(read([calls.plugin])).rejects.toMatchObject({ code });
    expect(calls.inputsOf('BatchGetItemCommand')).toHaveLength(1);
    await setAvailable(5);
    now += 1_000;
    expect(await read()).toBe(10);
    expect(await readSummary()).not.toHaveProperty('damage');
  });

  it('that cannot be read is made again', async () => {
    await putSummary({ claimedAt: 'yesterday', available: 4 });
    expect(await read()).toBe(10);
  });

  it('goes with its show, and is not made for a show that is removed', async () => {
    await read();
    const request = { at: new Date(now).toISOString(), correlationId: randomUUID() };
    expect(await removeShow(sale.store, sale.show.showId, request)).toBe('removed');
    expect(await readSummary()).toBeUndefined();
    await expect(read()).rejects.toMatchObject({ code: 'STOCK_MISSING' });
    expect(await readSummary()).toBeUndefined();
  });
});
