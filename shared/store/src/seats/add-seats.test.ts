import { describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { createSeats } from './add-seats.ts';
import { makeSeatRecord, readSeats } from './seat-record.ts';

const show = { showId: 'hamlet', buckets: 4 };
const origin = { at: '2031-01-01T00:00:00.000Z', correlationId: 'order-7' };
const seatIds = Array.from({ length: 130 }, (_, index) => `A-${index + 1}`);

type Answer = (input: object, call: number) => object;

/** A store whose replies the test provides, above the SDK's retries, as plain values. */
function answered(answer: Answer) {
  let calls = 0;
  const store = openStore(
    { seats: 'seats' },
    {
      client: {
        region: 'eu-central-1',
        endpoint: 'http://127.0.0.1:9',
        maxAttempts: 1,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
      plugins: [
        {
          applyToStack: (stack) => {
            stack.add(
              () => async (args) => {
                calls += 1;
                const output = { $metadata: {}, ...answer(args.input, calls) };
                return { output, response: undefined };
              },
              { step: 'build', priority: 'low' },
            );
          },
        },
      ],
    },
  );
  return { store, calls: () => calls };
}

type Key = { readonly seatId: { readonly S: string } };

/** The keys in a BatchGetItem request. */
const keysOf = (input: object): Key[] =>
  Object(Reflect.get(input, 'RequestItems')).seats.Keys as Key[];
const items = (keys: readonly Key[]) =>
  keys.map(({ seatId }) => makeSeatRecord(show, seatId.S, origin));

describe('reading seats by their ids', () => {
  it('requests up to a hundred per call, each once, and leaves out missing seats', async () => {
    const { store, calls } = answered((input) => {
      const keys = keysOf(input).filter(({ seatId }) => seatId.S !== 'A-7');
      return { Responses: { seats: items(keys) } };
    });
    const found = await readSeats(store, show, [...seatIds, ...seatIds]);
    expect(calls()).toBe(2);
    expect([...found.seats.keys()]).toEqual(seatIds.filter((seatId) => seatId !== 'A-7'));
  });

  it('makes no call without ids', async () => {
    const { store, calls } = answered(() => ({}));
    expect((await readSeats(store, show, [])).seats).toEqual(new Map());
    expect(calls()).toBe(0);
  });

  it('requests again the keys that a throttled table left unprocessed', async () => {
    const { store, calls } = answered((input, call) => {
      const keys = keysOf(input);
      const some = call === 1 ? keys.slice(0, 10) : keys;
      const left = keys.slice(some.length);
      return {
        Responses: { seats: items(some) },
        ...(left.length === 0
          ? {}
          : {
              UnprocessedKeys: {
                seats: { Keys: left.map((key) => ({ seatBucket: 'any', seatId: key.seatId.S })) },
              },
            }),
      };
    });
    expect((await readSeats(store, show, seatIds.slice(0, 30))).seats.size).toBe(30);
    expect(calls()).toBe(2);
  });

  it('never treats an unprocessed key as a missing seat', async () => {
    const left = { Keys: [{ seatBucket: 'any', seatId: 'A-1' }] };
    const { store, calls } = answered(() => ({ UnprocessedKeys: { seats: left } }));
    await expect(readSeats(store, show, ['A-1'])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
    });
    expect(calls()).toBe(5);
  });
});

describe('writing the first seats of a show', () => {
  const put = (seatId: string) => ({ PutRequest: { Item: makeSeatRecord(show, seatId, origin) } });

  it('writes 25 per call', async () => {
    const { store, calls } = answered(() => ({}));
    await createSeats(store, show, seatIds, origin);
    expect(calls()).toBe(6);
  });

  it('writes again the items that a throttled table left unprocessed, and gives up if this never ends', async () => {
    const once = answered((_, call) =>
      call === 1 ? { UnprocessedItems: { seats: [put('A-1')] } } : {},
    );
    await createSeats(once.store, show, ['A-1', 'A-2'], origin);
    expect(once.calls()).toBe(2);
    const never = answered(() => ({ UnprocessedItems: { seats: [put('A-1')] } }));
    await expect(createSeats(never.store, show, ['A-1'], origin)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
