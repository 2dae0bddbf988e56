import {
  type CancellationReason,
  type ServiceInputTypes,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { readShowAndStock } from './show-and-stock.ts';

const show = {
  showId: 'hamlet',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: 1_000, currency: 'EUR' },
  capacity: 10,
  buckets: 2,
  onSale: true,
  createdAt: '2030-01-01T00:00:00Z',
};
const shard = (number: number) => ({
  bucketKey: `hamlet#${number}`,
  available: 4,
  sold: 1,
  revenue: -5,
});

type Reply = readonly (object | undefined)[] | Error;

/** A store whose DynamoDB returns these replies in turn. */
const replying = (...replies: readonly Reply[]) => {
  const requests: ServiceInputTypes[] = [];
  const store = openStore(
    { shows: 'shows', stock: 'stock' },
    {
      client: { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
    },
  );
  store.documents.middlewareStack.add(
    () =>
      async ({ input }) => {
        const reply = replies[requests.push(input) - 1];
        if (reply === undefined) throw new Error('More calls than replies');
        if (reply instanceof Error) throw reply;
        const output = { $metadata: {}, Responses: reply.map((Item) => ({ Item })) };
        return { output, response: {} };
      },
    { step: 'initialize', priority: 'low' },
  );
  return { store, requests };
};

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code): CancellationReason => ({ Code })),
  });
const conflict = cancelled('None', 'TransactionConflict', 'None');

const seams = () => {
  const waits: number[] = [];
  return { waits, random: () => 0.5, wait: async (ms: number) => waits.push(ms) };
};

describe('readShowAndStock', () => {
  it('reads the show and all of its shards in one transaction', async () => {
    const { store, requests } = replying([show, shard(0), shard(1)]);
    const seen = await readShowAndStock(store, 'hamlet', 2);
    expect(seen?.show).toMatchObject(show);
    expect(seen?.stock).toMatchObject([shard(0), shard(1)]);
    expect(requests).toEqual([
      {
        TransactItems: [
          { Get: { TableName: 'shows', Key: { showId: 'hamlet' } } },
          { Get: { TableName: 'stock', Key: { bucketKey: 'hamlet#0' } } },
          { Get: { TableName: 'stock', Key: { bucketKey: 'hamlet#1' } } },
        ],
      },
    ]);
  });

  it.each([
    ['it does not exist', undefined],
    ['the show was removed', { ...show, removedAt: '2030-01-02T00:00:00Z' }],
  ])('finds no show if %s', async (_, item) => {
    const { store } = replying([item, undefined, undefined]);
    expect(await readShowAndStock(store, 'hamlet', 2)).toBeUndefined();
  });

  it('does not treat the calendar as a show', async () => {
    const { store, requests } = replying();
    expect(await readShowAndStock(store, '#calendar', 1)).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it('never treats a missing shard as an empty one', async () => {
    const { store } = replying([show, shard(0), undefined]);
    await expect(readShowAndStock(store, 'hamlet', 2)).rejects.toMatchObject({
      code: 'STOCK_MISSING',
    });
  });

  it('never treats a short reply as a missing show', async () => {
    const { store } = replying([]);
    await expect(readShowAndStock(store, 'hamlet', 2)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('retries with growing delays while other transactions conflict', async () => {
    const { store } = replying(conflict, conflict, [show, shard(0), shard(1)]);
    const { waits, ...chance } = seams();
    expect(await readShowAndStock(store, 'hamlet', 2, chance)).toBeDefined();
    expect(waits).toEqual([10, 20]);
  });

  it('gives up after eight tries', async () => {
    const { store, requests } = replying(...Array.from({ length: 8 }, () => conflict));
    const { waits, ...chance } = seams();
    await expect(readShowAndStock(store, 'hamlet', 2, chance)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      cause: conflict,
    });
    expect(requests).toHaveLength(8);
    expect(Math.max(...waits)).toBe(150);
  });

  it.each([
    ['a throttle', cancelled('None', 'ThrottlingError', 'TransactionConflict')],
    ['no reasons', cancelled()],
    ['a timeout', Object.assign(new Error('late'), { name: 'TimeoutError' })],
  ])('does not retry at once after %s', async (_, error) => {
    const { store, requests } = replying(error);
    await expect(readShowAndStock(store, 'hamlet', 2)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: error,
    });
    expect(requests).toHaveLength(1);
  });
});
