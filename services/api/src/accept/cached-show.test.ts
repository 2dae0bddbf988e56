import type { Log } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { cacheShows } from './cached-show.ts';

const PATIENCE_MS = 150;

/** Copies of a store of which each read is answered by the test. */
function copiesOf(read: (showId: string) => object | Promise<object>) {
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
  return { copies: cacheShows(store, log, PATIENCE_MS), reads: calls, logged };
}

/** Of the show, what a buyer is told by its copy. */
const { showId, name, price } = hamlet;
const shown = { showId, name, price };
const found = () => ({ Item: hamlet });
const never = () => new Promise<never>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  // The cache took hold of `performance` when it was loaded: it is to go by the same clock.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a copy of a show', () => {
  it('is the show as it was read, with one read of half a unit', async () => {
    const { copies, reads } = copiesOf(found);
    expect(await copies('hamlet')).toMatchObject(shown);
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

  it('serves a second long without another read', async () => {
    const { copies, reads } = copiesOf(found);
    for (let elapsed = 0; elapsed < 1_000; elapsed += 100) {
      await copies('hamlet');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(reads).toHaveLength(1);
  });

  it('is read again after its second, and shows what has changed', async () => {
    let price = 4500;
    const { copies, reads } = copiesOf(() => ({
      Item: { ...hamlet, price: { amount: price, currency: 'EUR' } },
    }));
    expect(await copies('hamlet')).toMatchObject({ price: { amount: 4500 } });
    price = 9900;
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await copies('hamlet')).toMatchObject({ price: { amount: 9900 } });
    expect(reads).toHaveLength(2);
  });

  it('is read once for all who ask at the same time', async () => {
    const { copies, reads } = copiesOf(found);
    const all = await Promise.all(Array.from({ length: 50 }, () => copies('hamlet')));
    for (const copy of all) expect(copy).toMatchObject(shown);
    expect(reads).toHaveLength(1);
  });

  it('is read for each show on its own', async () => {
    const { copies, reads } = copiesOf(found);
    await Promise.all([copies('hamlet'), copies('macbeth'), copies('hamlet')]);
    expect(reads).toHaveLength(2);
  });

  it('of a show that was not found is unknown, and remembered for its second', async () => {
    const { copies, reads } = copiesOf(() => ({}));
    expect(await copies('nothing')).toBe('unknown');
    expect(await copies('nothing')).toBe('unknown');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_002);
    await copies('nothing');
    expect(reads).toHaveLength(2);
  });

  it('of the calendar is unknown, without a read: it is no show', async () => {
    const { copies, reads } = copiesOf(found);
    expect(await copies('#calendar')).toBe('unknown');
    expect(reads).toHaveLength(0);
  });
});

describe('a read that fails', () => {
  it('makes the show unknown, and is logged with nothing but the show and the error', async () => {
    const { copies, logged } = copiesOf(() => Promise.reject(new Error('throttled')));
    expect(await copies('hamlet')).toBe('unknown');
    expect(logged).toEqual([
      [
        'Show could not be read: purchases are queued without checks',
        { showId: 'hamlet', error: expect.objectContaining({ code: 'STORE_UNAVAILABLE' }) },
      ],
    ]);
  });

  it('is remembered for a second, so that a table in trouble is not asked by every request', async () => {
    let fails = true;
    const { copies, reads } = copiesOf(() => (fails ? Promise.reject(new Error('no')) : found()));
    expect(await copies('hamlet')).toBe('unknown');
    fails = false;
    expect(await copies('hamlet')).toBe('unknown');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await copies('hamlet')).toMatchObject(shown);
  });

  it('does not leave an old copy in use', async () => {
    let fails = false;
    const { copies } = copiesOf(() => (fails ? Promise.reject(new Error('no')) : found()));
    await copies('hamlet');
    fails = true;
    await vi.advanceTimersByTimeAsync(1_002);
    expect(await copies('hamlet')).toBe('unknown');
  });

  it('makes the show unknown for all who were waiting for it', async () => {
    const { copies, reads } = copiesOf(() => Promise.reject(new Error('no')));
    const all = await Promise.all(Array.from({ length: 10 }, () => copies('hamlet')));
    expect(new Set(all)).toEqual(new Set(['unknown']));
    expect(reads).toHaveLength(1);
  });

  it('of a record that this release cannot read makes the show unknown', async () => {
    const { copies } = copiesOf(() => ({ Item: { showId: 'hamlet' } }));
    expect(await copies('hamlet')).toBe('unknown');
  });
});

describe('a read that is slow', () => {
  /** What a caller got, if it got anything yet. */
  const watch = (promise: Promise<unknown>) => {
    const watched: { got?: unknown } = {};
    void promise.then((value) => {
      watched.got = value;
    });
    return watched;
  };

  it('keeps nobody longer than the patience', async () => {
    const { copies } = copiesOf(never);
    const caller = watch(copies('hamlet'));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(caller).toEqual({});
    await vi.advanceTimersByTimeAsync(1);
    expect(caller).toEqual({ got: 'unknown' });
  });

  it('is not doubled by those who ask while it goes on', async () => {
    const { copies, reads } = copiesOf(never);
    void copies('hamlet');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    const later = watch(copies('hamlet'));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(later).toEqual({ got: 'unknown' });
    expect(reads).toHaveLength(1);
  });

  it('serves those who ask after it was answered', async () => {
    const answer = Promise.withResolvers<object>();
    const { copies, reads } = copiesOf(() => answer.promise);
    const first = watch(copies('hamlet'));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(first).toEqual({ got: 'unknown' });
    answer.resolve(found());
    await vi.advanceTimersByTimeAsync(0);
    expect(await copies('hamlet')).toMatchObject(shown);
    expect(reads).toHaveLength(1);
  });

  it('that fails in the end is nobody’s unhandled rejection', async () => {
    const answer = Promise.withResolvers<object>();
    const { copies, logged } = copiesOf(() => answer.promise);
    const first = watch(copies('hamlet'));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    answer.reject(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
    expect(first).toEqual({ got: 'unknown' });
    expect(logged).toHaveLength(1);
  });

  it('leaves no timer behind when it was answered in time', async () => {
    const { copies } = copiesOf(found);
    await copies('hamlet');
    // The cache's own timer, a millisecond long, is over by then; a patience would not be.
    await vi.advanceTimersByTimeAsync(PATIENCE_MS / 2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
