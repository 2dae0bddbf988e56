import { issuePurchaseId, parsePurchaseId } from '@willcall/domain';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accepting, keys, NUMBER, pulse, request, withoutCard } from './accepting.fixture.ts';

describe('an accepted purchase', () => {
  it('returns 202 with its id, Location and Retry-After', async () => {
    const { post } = await accepting();
    const { status, headers, json } = await post(request);
    const purchaseId = issuePurchaseId(
      { userId: 'alice', idempotencyKey: 'key-1' },
      { ...withoutCard, card: { brand: 'visa', last4: '4242' } },
      keys,
    );
    expect(status).toBe(202);
    expect(json).toEqual({ purchaseId, status: 'PENDING' });
    expect(headers).toMatchObject({
      location: `/v1/purchases/${purchaseId}`,
      'retry-after': '1',
      'idempotency-key': 'key-1',
    });
  });

  it('has a Location without the version if the request had none', async () => {
    const { post } = await accepting();
    const { headers } = await post(request, { routeKey: 'POST /purchases' });
    expect(headers.location).toMatch(/^\/purchases\/[A-Za-z0-9_-]{32}$/);
  });

  it('sends one message, and reads show and queue lag once per second', async () => {
    const { post, sent, reads } = await accepting();
    for (const key of ['key-1', 'key-2', 'key-3']) await post(request, {}, key);
    expect(sent.map(({ command }) => command)).toEqual(Array(3).fill('SendMessageCommand'));
    expect(reads.map(({ command, input }) => [command, Reflect.get(input, 'TableName')])).toEqual([
      ['GetItemCommand', 'shows'],
      ['QueryCommand', 'pulse'],
    ]);
  });

  it.each<[string, number, () => object | Promise<object>]>([
    ['the current lag', 4, () => ({ Items: [pulse('queue', 3_100)] })],
    ['at most ten seconds', 10, () => ({ Items: [pulse('queue', 600_000)] })],
    ['one second if the lag cannot be read', 1, () => Promise.reject(new Error('throttled'))],
    ['one second if the read of the lag is slow', 1, () => new Promise(() => undefined)],
  ])('has a Retry-After of %s', async (_, seconds, lags) => {
    const { post } = await accepting({ lags });
    const { status, headers, json } = await post(request);
    expect(status).toBe(202);
    expect(headers).toMatchObject({ 'retry-after': String(seconds) });
    expect(Object.keys(Object(json))).toEqual(['purchaseId', 'status']);
  });

  it('is queued with the buyer of the token and the time of the request', async () => {
    const { post, messages } = await accepting();
    const { json } = await post(request, { headers: { 'x-correlation-id': 'order-7' } });
    expect(messages()).toEqual([
      expect.objectContaining({
        ...withoutCard,
        purchaseId: Reflect.get(Object(json), 'purchaseId'),
        userId: 'alice',
        card: { brand: 'visa', last4: '4242' },
        requestedAt: '2031-05-15T12:00:00.000Z',
        correlationId: 'order-7',
      }),
    ]);
  });

  it('passes the X-Ray trace on', async () => {
    const { post, sent } = await accepting();
    await post(request, {
      headers: { 'x-amzn-trace-id': 'Root=1-67f0a1b2-0123456789abcdef01234567;Sampled=1' },
    });
    expect(sent[0]?.input).toMatchObject({
      MessageSystemAttributes: {
        AWSTraceHeader: { StringValue: 'Root=1-67f0a1b2-0123456789abcdef01234567;Sampled=1' },
      },
    });
  });

  it('has the same id and the same message for the same key, however often it is repeated', async () => {
    const { post, sent } = await accepting();
    const replies = [await post(request), await post(request), await post(request)];
    expect(new Set(replies.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect(new Set(sent.map(({ input }) => JSON.stringify(input))).size).toBe(1);
  });

  it('shares its deduplication id, but not its purchase id, with another request of the same key', async () => {
    const { post, sent, messages } = await accepting();
    await post(request);
    await post({ ...request, quantity: 3 });
    const ids = sent.map(({ input }) => Reflect.get(input, 'MessageDeduplicationId'));
    expect(ids[1]).toBe(ids[0]);
    const [one, other] = messages().map(({ purchaseId }) => parsePurchaseId(purchaseId));
    expect(other?.key).toBe(one?.key);
    expect(other?.fingerprint).not.toBe(one?.fingerprint);
  });

  it('is the same for another card number with the same brand and last four digits', async () => {
    const { post, messages } = await accepting();
    for (const number of [NUMBER, '4242-4242-4242-4242', '4000000000024242']) {
      expect((await post({ ...request, card: { ...request.card, number } })).status).toBe(202);
    }
    expect(new Set(messages().map(({ purchaseId }) => purchaseId)).size).toBe(1);
  });

  it.each([
    ['another key', 'key-2', 'alice'],
    ['another buyer', 'key-1', 'bob'],
  ])('with %s is another purchase', async (_, key, sub) => {
    const { post, messages } = await accepting();
    await post(request);
    await post(request, { claims: { sub } }, key);
    const recordKeys = messages().map(({ purchaseId }) => parsePurchaseId(purchaseId)?.key);
    expect(new Set(recordKeys).size).toBe(2);
  });
});

describe('the card number', () => {
  it.each([
    ['accepted', request],
    ['refused for its card', { ...request, card: { ...request.card, expiryYear: 2030 } }],
    ['refused for an unknown field', { ...request, card: { ...request.card, cvc: NUMBER } }],
    ['refused for its number', { ...request, card: { ...request.card, number: `${NUMBER}1` } }],
  ])('is in no message, answer, log or metric of a purchase that is %s', async (_, body) => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG').stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    const printed: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed.push(String(chunk));
        return true;
      }),
    );
    onTestFinished(() => {
      for (const spy of spies) spy.mockRestore();
      vi.unstubAllEnvs();
    });
    const { post, sent, reads } = await accepting();
    const { reply } = await post(body);
    expect(printed.join('')).toContain('"Requests":1');
    const everything = JSON.stringify([printed, sent, reads, reply]);
    expect(everything).not.toContain(NUMBER);
    expect(everything).not.toContain(NUMBER.slice(0, 8));
  });
});
