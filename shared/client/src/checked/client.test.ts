import type { ShowWithStock } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, startScriptedServer } from '../scripted-server.fixture.ts';
import { ApiError } from './api-error.ts';
import { type Client, type ClientOptions, openClient } from './client.ts';

const busy: ScriptedAnswer = { status: 503, headers: { 'retry-after': '0' } };
const hamlet: ShowWithStock = {
  showId: 's',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 4_500, currency: 'EUR' },
  seating: 'GENERAL',
  capacity: 10,
  onSale: true,
  available: 7,
};
const show: ScriptedAnswer = { status: 200, body: hamlet };
const path = { showId: 's' };

/** A client of a server with these answers. It waits only if the server requests it. */
const openScriptedClient = async (
  answers: ScriptedAnswer[],
  options: Partial<ClientOptions> = {},
) => {
  const server = await startScriptedServer(...answers);
  const retry = { firstPauseMs: 0, ...options.retry };
  return { server, client: openClient({ url: server.url, ...options, retry }) };
};

const catchFailure = async (request: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error('No ApiError', { cause: error });
};

describe('a request that is safe to repeat', () => {
  it.each<[string, ScriptedAnswer]>([
    ['503', busy],
    ['429', { status: 429, headers: { 'retry-after': '0' } }],
    ['no answer', 'hang up'],
  ])('is sent again after %s', async (_, answer) => {
    const { client, server } = await openScriptedClient([answer, answer, show]);
    expect(await client.call('getShow', { path })).toMatchObject({ body: hamlet });
    expect(server.seen).toHaveLength(3);
  });

  it('waits as long as the server requests', async () => {
    const waited: number[] = [];
    const { client } = await openScriptedClient(
      [{ status: 503, headers: { 'retry-after': '7' } }, busy, { status: 503 }, show],
      { retry: { firstPauseMs: 3 }, wait: async (milliseconds) => waited.push(milliseconds) },
    );
    await client.call('getShow', { path });
    // Without Retry-After, the pause is doubled after each attempt.
    expect(waited).toEqual([7_000, 0, 12]);
  });

  it('fails with the last answer after its attempts', async () => {
    const { client, server } = await openScriptedClient([busy], { retry: { attempts: 3 } });
    expect(await catchFailure(client.call('getShow', { path }))).toMatchObject({ status: 503 });
    expect(server.seen).toHaveLength(3);
  });

  it('fails with the last answer when the signal ends the wait', async () => {
    const interrupt = new AbortController();
    const { client, server } = await openScriptedClient(
      [{ status: 503, headers: { 'retry-after': '60' } }],
      {
        wait: async (_, signal) => {
          interrupt.abort();
          signal?.throwIfAborted();
        },
      },
    );
    const call = client.call('getShow', { path, signal: interrupt.signal });
    expect(await catchFailure(call)).toMatchObject({ status: 503 });
    expect(server.seen).toHaveLength(1);
  });

  it("ends with the signal's reason when the signal ends an attempt", async () => {
    const { client } = await openScriptedClient(['say nothing']);
    const reason = new Error('Ctrl-C');
    const interrupt = new AbortController();
    const call = client.call('getShow', { path, signal: interrupt.signal });
    interrupt.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  it('can be a PUT', async () => {
    const added = { added: 1, existing: 0, capacity: 1 };
    const { client } = await openScriptedClient([busy, { status: 200, body: added }]);
    const seats = ['A-1'];
    expect(await client.call('addSeats', { path, body: { seats } })).toMatchObject({ body: added });
  });

  it('can be a DELETE', async () => {
    const { client } = await openScriptedClient([busy, { status: 204 }]);
    expect(await client.call('removeShow', { path })).toMatchObject({ status: 204 });
  });

  it('can be any request that its caller declares safe', async () => {
    const { client } = await openScriptedClient([busy, { status: 202, body: hamlet }]);
    const cancel = client.call('cancelShow', { path, isSafeToRepeat: true });
    expect(await cancel).toMatchObject({ status: 202 });
  });

  it('is sent again only after the errors that the policy names', async () => {
    const retry = { on: [504] };
    const slow = { status: 504 };
    const { client } = await openScriptedClient([slow, busy, show], { retry });
    expect(await catchFailure(client.call('getShow', { path }))).toMatchObject({ status: 503 });
  });
});

describe('a request that is not safe to repeat', () => {
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['POST', (client) => client.call('cancelShow', { path })],
    ['PATCH', (client) => client.call('changeShow', { path, body: { onSale: false } })],
  ])('is sent once if it is a %s', async (_, call) => {
    const { client, server } = await openScriptedClient([busy, show]);
    expect(await catchFailure(call(client))).toMatchObject({ status: 503 });
    expect(server.seen).toHaveLength(1);
  });
});

describe('a call', () => {
  it('sends the path, the query and the body as its route defines them', async () => {
    const { client, server } = await openScriptedClient([
      { status: 200, body: { shows: [] } },
      show,
    ]);
    await client.call('listShows', { query: { limit: '5', cursor: '&' } });
    await client.call('getShow', { path: { showId: 'a b' } });
    await client.call('changeShow', { path, body: { onSale: false } });
    expect(server.seen).toMatchObject([
      { method: 'GET', url: '/v1/shows?limit=5&cursor=%26', text: '' },
      { method: 'GET', url: '/v1/shows/a%20b', text: '' },
      { method: 'PATCH', url: '/v1/shows/s', text: '{"onSale":false}' },
    ]);
  });

  it('returns the answer as it was sent', async () => {
    const body = { ...hamlet, later: 'a field of a newer release' };
    const { client } = await openScriptedClient([{ status: 200, headers: { etag: 'x' }, body }]);
    expect(await client.call('getShow', { path })).toMatchObject({ body, headers: { etag: 'x' } });
  });

  it('refuses an answer that does not match the schema', async () => {
    const { client } = await openScriptedClient([
      { status: 200, body: { ...hamlet, available: '7' } },
    ]);
    const error = await catchFailure(client.call('getShow', { path }));
    expect(error).toMatchObject({ kind: 'unexpected', status: 200 });
    expect(error.cause).toMatchObject({ issues: [{ path: ['available'] }] });
  });
});

describe('a token', () => {
  it('is requested again for each attempt', async () => {
    let made = 0;
    const token = async () => {
      made += 1;
      return `t${made}`;
    };
    const { client, server } = await openScriptedClient([busy, show], { token });
    await client.call('getShow', { path });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
    ]);
  });

  it("of a request overrides the client's own", async () => {
    const { client, server } = await openScriptedClient([show], { token: 'own' });
    await client.call('getShow', { path, token: 'theirs' });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer theirs');
  });
});

describe('an error', () => {
  it('contains what a problem document says', async () => {
    const errors = [{ path: 'holder.email', message: 'is wrong' }];
    const body = { status: 400, code: 'INVALID_REQUEST', detail: 'More.', errors };
    const { client } = await openScriptedClient([{ status: 400, body }]);
    const error = await catchFailure(client.call('getShow', { path }));
    expect(error.message).toBe('GET /v1/shows/{showId}: 400 INVALID_REQUEST instead of 200');
    expect(error).toMatchObject({ kind: 'problem', status: 400, code: 'INVALID_REQUEST' });
    expect(error).toMatchObject({ detail: 'More.', errors, answer: { body } });
  });

  it('says how long to wait', async () => {
    const headers = { 'retry-after': '7' };
    const { client } = await openScriptedClient([
      { status: 409, headers, body: { code: 'SALE_NOT_OPEN' } },
    ]);
    expect(await catchFailure(client.call('getShow', { path }))).toMatchObject({
      retryAfterSeconds: 7,
    });
  });

  it.each<[string, ScriptedAnswer, object]>([
    [
      "the gateway's message",
      { status: 401, body: { message: 'Unauthorized' } },
      { kind: 'gateway', status: 401, detail: 'Unauthorized', code: undefined, errors: [] },
    ],
    [
      'an unexpected answer',
      { status: 502, body: '<html>' },
      { kind: 'unexpected', status: 502, message: 'GET /v1/shows/{showId}: 502 instead of 200' },
    ],
    [
      'another success status',
      { status: 204 },
      { kind: 'unexpected', message: 'GET /v1/shows/{showId}: 204 instead of 200' },
    ],
    [
      'no answer',
      'hang up',
      {
        kind: 'no-answer',
        status: undefined,
        answer: undefined,
        message: 'GET /v1/shows/{showId}: no answer instead of 200',
        cause: { code: 'ECONNRESET' },
      },
    ],
  ])('reports %s', async (_, answer, expected) => {
    const { client } = await openScriptedClient([answer], { retry: { attempts: 1 } });
    expect(await catchFailure(client.call('getShow', { path }))).toMatchObject(expected);
  });
});
