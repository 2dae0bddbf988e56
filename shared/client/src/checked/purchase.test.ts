import type { PurchaseRequest } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, startScriptedServer } from '../scripted-server.fixture.ts';
import { type Client, openClient } from './client.ts';

const location = '/v1/purchases/p';
const purchaseRequest: PurchaseRequest = {
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
};
const pending = { purchaseId: 'p', status: 'PENDING' };
const confirmed = {
  purchaseId: 'p',
  status: 'CONFIRMED',
  quantity: 2,
  tickets: [{ ticketId: 't1' }, { ticketId: 't2' }],
  message: 'Booked 2 tickets for Ana.',
  requestedAt: '2031-05-15T12:00:00.000Z',
  decidedAt: '2031-05-15T12:00:01.000Z',
};
const accepted: ScriptedAnswer = {
  status: 202,
  headers: { location, 'retry-after': '0' },
  body: pending,
};
const busy: ScriptedAnswer = { status: 503, headers: { 'retry-after': '0' } };

/** Opens a client of a server with these answers. It notes its waits instead of waiting. */
const openScriptedClient = async (...answers: ScriptedAnswer[]) => {
  const server = await startScriptedServer(...answers);
  const waited: number[] = [];
  const client: Client = openClient({
    url: server.url,
    token: 'ana',
    retry: { firstPauseMs: 0 },
    wait: async (milliseconds) => waited.push(milliseconds),
  });
  return { server, client, waited };
};

describe('requesting tickets', () => {
  it('returns the location of an accepted purchase', async () => {
    const { client, server } = await openScriptedClient(accepted);
    const purchase = await client.requestPurchase(purchaseRequest, { key: 'k' });
    const answerMs = expect.any(Number);
    expect(purchase).toEqual({ purchaseId: 'p', location, retryAfterSeconds: 0, answerMs });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/v1/purchases',
        headers: { 'idempotency-key': 'k', authorization: 'Bearer ana' },
        text: JSON.stringify(purchaseRequest),
      },
    ]);
  });

  it('repeats the key after a lost answer, and uses a new key for each purchase', async () => {
    const { client, server } = await openScriptedClient('hang up', busy, accepted);
    await client.requestPurchase(purchaseRequest);
    await client.requestPurchase(purchaseRequest);
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(4);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(new Set(keys).size).toBe(2);
  });

  it.each([
    [409, 'SALE_NOT_OPEN'],
    [400, 'SOLD_OUT'],
    [500, 'INTERNAL'],
  ])('throws for %i %s', async (status, code) => {
    const { client } = await openScriptedClient({ status, body: { status, code } });
    await expect(client.requestPurchase(purchaseRequest)).rejects.toThrow(
      `POST /v1/purchases: ${status} ${code} instead of 202 with a Location`,
    );
  });

  it.each<[string, ScriptedAnswer]>([
    ['without a Location', { status: 202, body: pending }],
    ['without a purchase', { status: 202, headers: { location } }],
  ])('throws for a 202 %s', async (_, answer) => {
    const { client } = await openScriptedClient(answer);
    await expect(client.requestPurchase(purchaseRequest)).rejects.toThrow(
      '202 instead of 202 with a Location',
    );
  });
});

describe('buying', () => {
  it('polls the Location at the interval of Retry-After until the decision', async () => {
    const polls: ScriptedAnswer[] = [
      { status: 200, headers: { 'retry-after': '7' }, body: pending },
      busy,
      { status: 200, body: confirmed },
    ];
    const { client, server, waited } = await openScriptedClient(accepted, ...polls);
    const seen: string[] = [];
    const purchase = await client.buy(purchaseRequest, {
      onAccepted: ({ purchaseId }) => seen.push(purchaseId),
    });
    expect(purchase).toEqual(confirmed);
    expect(seen).toEqual(['p']);
    expect(waited).toEqual([0, 7_000, 0]);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v1/purchases',
      `GET ${location}`,
      `GET ${location}`,
      `GET ${location}`,
    ]);
  });

  it('polls at the given interval', async () => {
    const patient = { status: 200, headers: { 'retry-after': '60' }, body: pending };
    const { client, waited } = await openScriptedClient(accepted, patient, {
      status: 200,
      body: confirmed,
    });
    expect(await client.buy(purchaseRequest, { pollMs: 5 })).toEqual(confirmed);
    expect(waited).toEqual([5, 5]);
  });

  it("ends with the signal's reason before the decision", async () => {
    const server = await startScriptedServer(accepted, { status: 200, body: pending });
    const reason = new Error('Time is up');
    const time = new AbortController();
    const wait = async (_: number, signal: AbortSignal | undefined) => {
      if (server.seen.length === 2) time.abort(reason);
      signal?.throwIfAborted();
    };
    const client = openClient({ url: server.url, token: 'ana', wait });
    await expect(client.buy(purchaseRequest, { signal: time.signal })).rejects.toBe(reason);
  });

  it.each<[string, ScriptedAnswer, string]>([
    [
      'another status',
      { status: 404, body: { code: 'PURCHASE_NOT_FOUND' } },
      '404 PURCHASE_NOT_FOUND',
    ],
    ['a body that is not a purchase', { status: 200, body: {} }, '200'],
  ])('throws for %s', async (_, answer, described) => {
    const { client } = await openScriptedClient(accepted, answer);
    await expect(client.buy(purchaseRequest)).rejects.toThrow(
      `GET Location: ${described} instead of 200 and a purchase`,
    );
  });

  it('polls only the API', async () => {
    const headers = { location: 'https://example.com/v1/purchases/p', 'retry-after': '0' };
    const { client } = await openScriptedClient({ status: 202, headers, body: pending });
    await expect(client.buy(purchaseRequest)).rejects.toThrow('is on another host');
  });
});
