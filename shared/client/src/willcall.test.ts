import { describe, expect, it } from 'vitest';
import { WillcallError } from './error.ts';
import type { PendingPurchase } from './generated/api.ts';
import type { WillcallOptions } from './http.ts';
import { type ScriptedAnswer, startScriptedServer } from './scripted-server.fixture.ts';
import { createWillcall } from './willcall.ts';

const now = { 'retry-after': '0' };
const pending: ScriptedAnswer = {
  status: 202,
  headers: now,
  body: { purchaseId: 'p', status: 'PENDING' },
};
const decided = {
  purchaseId: 'p',
  showId: 's',
  status: 'CONFIRMED',
  quantity: 1,
  holder: { name: 'Ana', email: 'ana@example.com' },
  total: { amount: 1, currency: 'EUR' },
  tickets: [{ ticketId: 't' }],
  message: 'Booked.',
  requestedAt: 'a',
  decidedAt: 'b',
};
const confirmed: ScriptedAnswer = { status: 200, body: decided };
const busy: ScriptedAnswer = { status: 503, headers: now, body: { message: 'Busy' } };
const order = { showId: 's', quantity: 1, holder: decided.holder };

const open = async (answers: ScriptedAnswer[], options: Partial<WillcallOptions> = {}) => {
  const server = await startScriptedServer(...answers);
  return { server, willcall: createWillcall({ url: server.url, ...options }) };
};

const catchError = async (call: Promise<unknown>): Promise<WillcallError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WillcallError) return error;
  throw new Error('No WillcallError', { cause: error });
};

describe('buying', () => {
  it('sends the same key again until the purchase is accepted, and then polls', async () => {
    const { server, willcall } = await open([
      busy,
      'hang up',
      { status: 429, headers: now },
      pending,
      { ...pending, status: 200 },
      confirmed,
    ]);
    const purchase = await willcall.purchases.buy(order);
    expect(purchase).toEqual(decided);
    const posts = server.seen.filter(({ method }) => method === 'POST');
    const keys = posts.map(({ headers }) => headers['idempotency-key']);
    expect(posts).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    expect(server.seen.slice(4).map(({ url }) => url)).toEqual(Array(2).fill('/v1/purchases/p'));
  });

  it('uses the key of its caller, and names the purchase when it is accepted', async () => {
    const { server, willcall } = await open([pending, confirmed]);
    const accepted: unknown[] = [];
    const onAccepted = (each: unknown) => accepted.push(each);
    await willcall.purchases.buy(order, { idempotencyKey: 'mine', onAccepted });
    expect(server.seen[0]?.headers['idempotency-key']).toBe('mine');
    expect(accepted).toEqual([{ purchaseId: 'p', idempotencyKey: 'mine' }]);
  });

  it('gives up with the key, so that its caller can retry', async () => {
    const { willcall } = await open([busy], { attempts: 2 });
    const error = await catchError(willcall.purchases.buy(order));
    expect(error).toMatchObject({ code: 'HTTP_ERROR', status: 503, retryable: true });
    expect(error.idempotencyKey).toMatch(/^[\da-f-]{36}$/);
    expect(error.purchaseId).toBeUndefined();
  });

  it('gives up after its time-out with the key and the purchase', async () => {
    const { willcall } = await open([pending, 'say nothing']);
    const error = await catchError(willcall.purchases.buy(order, { timeoutMs: 300 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', retryable: true, purchaseId: 'p' });
    expect(error.idempotencyKey).toMatch(/^[\da-f-]{36}$/);
  });

  it("ends with the signal's reason", async () => {
    const { willcall } = await open([{ ...pending, headers: { 'retry-after': '60' } }]);
    const end = new AbortController();
    const closed = new Error('closed');
    const onAccepted = () => end.abort(closed);
    const call = willcall.purchases.buy(order, { signal: end.signal, onAccepted });
    await expect(call).rejects.toBe(closed);
  });
});

describe('a purchase', () => {
  it.each([
    ['CONFIRMED', {}, { status: 'CONFIRMED' }],
    ['REJECTED', { reason: 'SOLD_OUT' }, { status: 'REJECTED', reason: 'SOLD_OUT' }],
    ['FAILED', {}, { status: 'FAILED' }],
    ['CANCELLED', {}, { status: 'CANCELLED' }],
    ['WAITLISTED', {}, { status: 'UNKNOWN', original: { status: 'WAITLISTED' } }],
    [
      'REJECTED',
      { reason: 'HOUSE_FLOODED' },
      { status: 'UNKNOWN', original: { status: 'REJECTED', reason: 'HOUSE_FLOODED' } },
    ],
  ])('that is %s is typed by what this release knows', async (status, more, expected) => {
    const { willcall } = await open([{ status: 200, body: { ...decided, status, ...more } }]);
    expect(await willcall.purchases.resume('p')).toMatchObject(expected);
  });

  it('tells each estimate of the wait until it is decided', async () => {
    const body = { purchaseId: 'p', status: 'PENDING', estimatedWaitSeconds: 3 };
    const { willcall } = await open([{ status: 200, headers: now, body }, confirmed]);
    const estimates: unknown[] = [];
    const onPending = ({ estimatedWaitSeconds }: PendingPurchase) =>
      estimates.push(estimatedWaitSeconds);
    await willcall.purchases.resume('p', { onPending });
    expect(estimates).toEqual([3]);
  });
});

it('a payment is started again after an answer that was lost', async () => {
  const payment = { provider: 'stripe', clientSecret: 's', publishableKey: 'p' };
  const { server, willcall } = await open(['hang up', { status: 200, body: payment }]);
  expect(await willcall.purchases.startPayment('a/b')).toEqual(payment);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(
    Array(2).fill('POST /v1/purchases/a%2Fb/payment'),
  );
});

it('a cancellation names the buyer if it is for another one', async () => {
  const { server, willcall } = await open([confirmed, confirmed]);
  await willcall.purchases.cancel('p');
  await willcall.purchases.cancel('p', { userId: 'a/b' });
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/v1/purchases/p/cancel',
    '/v1/users/a%2Fb/purchases/p/cancel',
  ]);
});

describe('a list', () => {
  it('requests the next page only when it is needed', async () => {
    const page = (id: string, more: object) => ({
      status: 200,
      body: { shows: [{ showId: id }], ...more },
    });
    const { server, willcall } = await open([page('a', { nextCursor: 'x&y' }), page('b', {})]);
    const shows = willcall.shows.list({ past: true })[Symbol.asyncIterator]();
    await shows.next();
    expect(server.seen).toHaveLength(1);
    expect(await shows.next()).toMatchObject({ value: { showId: 'b' } });
    expect(await shows.next()).toMatchObject({ done: true });
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v1/shows?past=true',
      '/v1/shows?past=true&cursor=x%26y',
    ]);
  });
});

describe('a failed call', () => {
  it('is not repeated if that is not safe', async () => {
    const { server, willcall } = await open([busy, confirmed]);
    await catchError(willcall.shows.change('s', { onSale: false }));
    expect(server.seen).toHaveLength(1);
  });

  it('has what a problem document says', async () => {
    const errors = [{ path: 'holder.email', message: 'must be an e-mail address' }];
    const body = { code: 'INVALID_REQUEST', title: 'The request is invalid.', errors };
    const headers = { 'x-correlation-id': 'order-7' };
    const { willcall } = await open([{ status: 400, headers, body }]);
    const error = await catchError(willcall.purchases.buy(order));
    expect(error).toMatchObject({
      code: 'INVALID_REQUEST',
      status: 400,
      correlationId: 'order-7',
      retryable: false,
      errors,
      message: 'POST /v1/purchases: 400 The request is invalid.',
    });
  });

  it.each<[string, ScriptedAnswer, object]>([
    ['{message}', { status: 401, body: { message: 'Unauthorized' } }, { code: 'HTTP_ERROR' }],
    ['no JSON', { status: 502, body: '<html>' }, { code: 'HTTP_ERROR', retryable: true }],
    ['a success without JSON', { status: 200 }, { code: 'UNEXPECTED_ANSWER', retryable: false }],
    [
      'a damaged record',
      { status: 500, body: { code: 'RECORD_UNREADABLE' } },
      { code: 'RECORD_UNREADABLE', retryable: false },
    ],
    [
      'a sale that is not open',
      { status: 409, body: { code: 'SALE_NOT_OPEN' } },
      { code: 'SALE_NOT_OPEN', retryable: true },
    ],
  ])('has a code after %s', async (_, answer, expected) => {
    const { willcall } = await open([answer]);
    expect(await catchError(willcall.shows.get('s'))).toMatchObject(expected);
  });

  it('has no answer if the network failed', async () => {
    const { willcall } = await open(['hang up'], { attempts: 1 });
    expect(await catchError(willcall.shows.get('s'))).toMatchObject({
      code: 'NO_ANSWER',
      status: undefined,
      retryable: true,
    });
  });

  it('never follows a redirect with the token', async () => {
    const other = await startScriptedServer(confirmed);
    const headers = { location: other.url };
    const { willcall } = await open([{ status: 302, headers }], { token: 't', attempts: 1 });
    await catchError(willcall.shows.get('s'));
    expect(other.seen).toEqual([]);
  });
});

describe('a client', () => {
  it('keeps the path of its URL', async () => {
    const server = await startScriptedServer(confirmed);
    await createWillcall({ url: `${server.url}/tickets/v1/` }).shows.get('s');
    expect(server.seen[0]?.url).toBe('/tickets/v1/shows/s');
  });

  it.each(['', 'nonsense', 'ftp://example.com'])('refuses the URL %j', (url) => {
    expect(() => createWillcall({ url })).toThrow(TypeError);
  });

  it.each(['', '.', '..', undefined])('sends nothing for the id %j', async (id) => {
    const { server, willcall } = await open([confirmed]);
    const call = async () => await willcall.shows.get(id as string);
    await expect(call()).rejects.toThrow(TypeError);
    expect(server.seen).toEqual([]);
  });
});
