import type { Log } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { TIMEOUT_MS, useCacheClock } from '../caches/cache-clock.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { cacheShows } from './early-refusal.ts';

/** Caches the shows of a store whose reads are answered by the test. */
function cacheOf(read: (showId: string) => object | Promise<object>) {
  const { plugin, calls } = answeredDynamoDb(({ input }) => {
    const showId: unknown = Reflect.get(Object(Reflect.get(input, 'Key')), 'showId');
    return read(String(Reflect.get(Object(showId), 'S')));
  });
  const logged: [string, unknown][] = [];
  const log: Log = {
    info: (...line) => logged.push(line),
    warn: (...line) => logged.push(line),
    error: (...line) => logged.push(line),
  };
  const store = openStore({ shows: 'shows' }, { client: nowhere, plugins: [plugin] });
  return { cached: cacheShows(store, log, TIMEOUT_MS), reads: calls, logged };
}

/** Some fields of the show. */
const { showId, name, price } = hamlet;
const shown = { showId, name, price };
const found = () => ({ Item: hamlet });
const never = () => new Promise<never>(() => undefined);

useCacheClock();

describe('a cached show', () => {
  it('is the show as read, with one read of half a unit', async () => {
    const { cached, reads } = cacheOf(found);
    expect(await cached('hamlet')).toMatchObject(shown);
    expect(reads).toEqual([
      {
        command: 'GetItemCommand',
        input: {
          TableName: 'shows',
          Key: { showId: { S: 'hamlet' } },
          ConsistentRead: false,
        },
      },
    ]);
  });

  it('is served for one second without another read', async () => {
    const { cached, reads } = cacheOf(found);
    for (let elapsed = 0; elapsed < 1_000; elapsed += 100) {
      await cached('hamlet');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(reads).toHaveLength(1);
  });

  it('is read again after one second, and then shows changes', async () => {
    let price = 4500;
    const { cached, reads } = cacheOf(() => ({
      Item: { ...hamlet, price: { amount: price, currency: 'EUR' } },
    }));
    expect(await cached('hamlet')).toMatchObject({ price: { amount: 4500 } });
    price = 9900;
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await cached('hamlet')).toMatchObject({ price: { amount: 9900 } });
    expect(reads).toHaveLength(2);
  });

  it('is read once for concurrent requests', async () => {
    const { cached, reads } = cacheOf(found);
    const all = await Promise.all(Array.from({ length: 50 }, () => cached('hamlet')));
    for (const copy of all) expect(copy).toMatchObject(shown);
    expect(reads).toHaveLength(1);
  });

  it('is read once for each show', async () => {
    const { cached, reads } = cacheOf(found);
    await Promise.all([cached('hamlet'), cached('macbeth'), cached('hamlet')]);
    expect(reads).toHaveLength(2);
  });

  it('is unknown for one second if it was not found', async () => {
    const { cached, reads } = cacheOf(() => ({}));
    expect(await cached('nothing')).toBe('unknown');
    expect(await cached('nothing')).toBe('unknown');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_002);
    await cached('nothing');
    expect(reads).toHaveLength(2);
  });

  it('is unknown without a read for the calendar, which is not a show', async () => {
    const { cached, reads } = cacheOf(found);
    expect(await cached('#calendar')).toBe('unknown');
    expect(reads).toHaveLength(0);
  });
});

describe('a read that fails', () => {
  it('makes the show unknown, and is logged with only the show and the error', async () => {
    const { cached, logged } = cacheOf(() => Promise.reject(new Error('throttled')));
    expect(await cached('hamlet')).toBe('unknown');
    expect(logged).toEqual([
      [
        'Show could not be read: purchases are queued without checks',
        { showId: 'hamlet', error: expect.objectContaining({ code: 'STORE_UNAVAILABLE' }) },
      ],
    ]);
  });

  it('is cached for one second, so that a failing table is not read by every request', async () => {
    let fails = true;
    const { cached, reads } = cacheOf(() => (fails ? Promise.reject(new Error('no')) : found()));
    expect(await cached('hamlet')).toBe('unknown');
    fails = false;
    expect(await cached('hamlet')).toBe('unknown');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await cached('hamlet')).toMatchObject(shown);
  });

  it('does not extend the use of an older value', async () => {
    let fails = false;
    const { cached } = cacheOf(() => (fails ? Promise.reject(new Error('no')) : found()));
    await cached('hamlet');
    fails = true;
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await cached('hamlet')).toBe('unknown');
  });

  it('makes the show unknown for all waiting requests', async () => {
    const { cached, reads } = cacheOf(() => Promise.reject(new Error('no')));
    const all = await Promise.all(Array.from({ length: 10 }, () => cached('hamlet')));
    expect(new Set(all)).toEqual(new Set(['unknown']));
    expect(reads).toHaveLength(1);
  });

  it('makes the show unknown if this release cannot parse the record', async () => {
    const { cached } = cacheOf(() => ({ Item: { showId: 'hamlet' } }));
    expect(await cached('hamlet')).toBe('unknown');
  });
});

describe('a read that is slow', () => {
  /** The result of a caller, once it has one. */
  const watch = (promise: Promise<unknown>) => {
    const watched: { got?: unknown } = {};
    void promise.then((value) => {
      watched.got = value;
    });
    return watched;
  };

  it('delays no caller beyond the timeout', async () => {
    const { cached } = cacheOf(never);
    const caller = watch(cached('hamlet'));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1);
    expect(caller).toEqual({});
    await vi.advanceTimersByTimeAsync(1);
    expect(caller).toEqual({ got: 'unknown' });
  });

  it('is not repeated by later callers while it is in progress', async () => {
    const { cached, reads } = cacheOf(never);
    void cached('hamlet');
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    const later = watch(cached('hamlet'));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(later).toEqual({ got: 'unknown' });
    expect(reads).toHaveLength(1);
  });

  it('serves callers after its answer', async () => {
    const answer = Promise.withResolvers<object>();
    const { cached, reads } = cacheOf(() => answer.promise);
    const first = watch(cached('hamlet'));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(first).toEqual({ got: 'unknown' });
    answer.resolve(found());
    await vi.advanceTimersByTimeAsync(0);
    expect(await cached('hamlet')).toMatchObject(shown);
    expect(reads).toHaveLength(1);
  });

  it('causes no unhandled rejection if it fails later', async () => {
    const answer = Promise.withResolvers<object>();
    const { cached, logged } = cacheOf(() => answer.promise);
    const first = watch(cached('hamlet'));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    answer.reject(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
    expect(first).toEqual({ got: 'unknown' });
    expect(logged).toHaveLength(1);
  });

  it('leaves no timer if it is answered in time', async () => {
    const { cached } = cacheOf(found);
    await cached('hamlet');
    // The cache's own timer of one millisecond has ended by then. A timeout would not have.
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS / 2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
