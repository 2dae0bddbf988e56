import { PurchaseMessage } from '@willcall/contracts';
import { issuePurchaseId, parsePurchaseId } from '@willcall/domain';
import { type HttpEventOptions, httpEvent, lambdaContext } from '@willcall/lambda/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answeredDynamoDb, answeredSqs } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { keysFile } from '../keys-file.fixture.ts';
import { createAccept } from './function.ts';

const NUMBER = '4242424242424242';
const keys = { current: new Uint8Array(32).fill(1) };
const request = {
  showId: hamlet.showId,
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { number: NUMBER, expiryMonth: 12, expiryYear: 2033 },
};
const { card: _card, ...withoutCard } = request;

type Setup = {
  readonly show?: () => object | Promise<object>;
  readonly sqs?: () => object | Promise<object>;
  readonly file?: string;
};

async function accepting({ show = () => ({ Item: hamlet }), sqs, file }: Setup = {}) {
  const dynamodb = answeredDynamoDb(show);
  const queue = answeredSqs(sqs);
  const handler = createAccept(
    {
      AWS_REGION: 'eu-central-1',
      WILLCALL_BACKEND: 'embedded',
      SHOWS_TABLE: 'shows',
      PURCHASES_QUEUE_URL: 'https://sqs.example.com/000000000000/purchases.fifo',
      PURCHASE_ID_KEYS_FILE: file ?? (await keysFile(keys)),
    },
    {
      clock: () => new Date('2031-05-15T12:00:00.000Z'),
      dynamodbPlugins: [dynamodb.plugin],
      sqsPlugins: [queue.plugin],
    },
  );
  const post = async (
    body: object,
    { headers = {}, ...more }: HttpEventOptions = {},
    idempotencyKey = 'key-1',
  ) => {
    const event = httpEvent({
      routeKey: 'POST /v1/purchases',
      claims: { sub: 'alice' },
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...headers,
      },
      ...more,
    });
    const reply = await handler(event, lambdaContext());
    const json: unknown = JSON.parse(reply.body ?? '');
    return { status: reply.statusCode, headers: reply.headers ?? {}, json, reply };
  };
  const messages = () =>
    queue.calls.map(({ input }) =>
      PurchaseMessage.parse(JSON.parse(String(Reflect.get(input, 'MessageBody')))),
    );
  return { post, messages, sent: queue.calls, reads: dynamodb.calls };
}

describe('a purchase that is accepted', () => {
  it('is answered 202 with its id, where to look for it, and when', async () => {
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

  it('has its place without the version when it was asked for without', async () => {
    const { post } = await accepting();
    const { headers } = await post(request, { routeKey: 'POST /purchases' });
    expect(headers.location).toMatch(/^\/purchases\/[A-Za-z0-9_-]{32}$/);
  });

  it('is one message and one read, and nothing else', async () => {
    const { post, sent, reads } = await accepting();
    await post(request);
    expect(sent.map(({ command }) => command)).toEqual(['SendMessageCommand']);
    expect(reads.map(({ command }) => command)).toEqual(['GetItemCommand']);
  });

  it('is queued with what the worker needs: the buyer of the token, the time of the request', async () => {
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

  it('hands X-Ray’s trace on', async () => {
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

  it('gets the same id and the same message id for the same key, however often', async () => {
    const { post, sent } = await accepting();
    const replies = [await post(request), await post(request), await post(request)];
    expect(new Set(replies.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect(new Set(sent.map(({ input }) => JSON.stringify(input))).size).toBe(1);
  });

  it('shares its message id with another request of the same key, and not its purchase id', async () => {
    const { post, sent, messages } = await accepting();
    await post(request);
    await post({ ...request, quantity: 3 });
    const ids = sent.map(({ input }) => Reflect.get(input, 'MessageDeduplicationId'));
    expect(ids[1]).toBe(ids[0]);
    const [one, other] = messages().map(({ purchaseId }) => parsePurchaseId(purchaseId));
    expect(other?.key).toBe(one?.key);
    expect(other?.fingerprint).not.toBe(one?.fingerprint);
  });

  it('is the same for another number of the same brand and last four: only these are kept', async () => {
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
    ['refused for its form', { ...request, card: { ...request.card, cvc: NUMBER } }],
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

describe('a purchase that is refused at once', () => {
  const SALE_OPENS = '2031-05-15T12:00:00.001Z';

  it.each([
    ['an unknown field', { ...request, userId: 'bob' }, 400, 'INVALID_REQUEST'],
    ['no tickets', { ...request, quantity: 0 }, 400, 'INVALID_REQUEST'],
    [
      'a number that fails its check digit',
      { ...request, card: { ...request.card, number: '4242424242424241' } },
      400,
      'INVALID_CARD',
    ],
    [
      'an American Express card',
      { ...request, card: { ...request.card, number: '378282246310005' } },
      400,
      'INVALID_CARD',
    ],
    [
      'an expired card',
      { ...request, card: { ...request.card, expiryYear: 2031, expiryMonth: 4 } },
      400,
      'INVALID_CARD',
    ],
    ['no card, for a show that is not free', withoutCard, 400, 'INVALID_REQUEST'],
  ])('for %s never reaches the queue', async (_, body, status, code) => {
    const { post, sent } = await accepting();
    const reply = await post(body);
    expect(reply).toMatchObject({ status, json: { code } });
    expect(reply.headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent).toEqual([]);
  });

  it('before the sale opens is 409 with the opening time, and is queued from that moment on', async () => {
    let saleOpensAt = SALE_OPENS;
    const { post, sent } = await accepting({ show: () => ({ Item: { ...hamlet, saleOpensAt } }) });
    const refused = await post(request);
    expect(refused).toMatchObject({ status: 409, json: { code: 'SALE_NOT_OPEN' } });
    expect(JSON.stringify(refused.json)).toContain(SALE_OPENS);
    expect(sent).toEqual([]);

    saleOpensAt = '2031-05-15T12:00:00.000Z';
    const later = await accepting({ show: () => ({ Item: { ...hamlet, saleOpensAt } }) });
    expect((await later.post(request)).status).toBe(202);
  });

  it('by nobody’s token is 401', async () => {
    const { post, sent } = await accepting();
    const reply = await post(request, { claims: {} });
    expect(reply).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
    expect(sent).toEqual([]);
  });
});

describe('what a copy of the show cannot decide is queued:', () => {
  it.each<[string, () => object | Promise<object>]>([
    ['a show that was not found', () => ({})],
    ['a show that could not be read', () => Promise.reject(new Error('throttled'))],
    [
      'a sale that has closed',
      () => ({ Item: { ...hamlet, saleClosesAt: '2031-05-01T00:00:00Z' } }),
    ],
    ['a sale that is paused', () => ({ Item: { ...hamlet, onSale: false } })],
    ['a show that has begun', () => ({ Item: { ...hamlet, startsAt: '2031-05-01T00:00:00Z' } })],
    [
      'a price that has changed',
      () => ({ Item: { ...hamlet, price: { amount: 1, currency: 'USD' } } }),
    ],
  ])('%s', async (_, show) => {
    const { post, messages } = await accepting({ show });
    const expectedPrice = { amount: 4500, currency: 'EUR' };
    expect((await post({ ...request, expectedPrice })).status).toBe(202);
    expect(messages()).toHaveLength(1);
  });

  it('no card, when the show is free', async () => {
    const free = { ...hamlet, price: { amount: 0, currency: 'EUR' } };
    const { post, messages } = await accepting({ show: () => ({ Item: free }) });
    expect((await post(withoutCard)).status).toBe(202);
    expect(messages()[0]).not.toHaveProperty('card');
  });

  it('no card, when nothing is known of the show: the worker finds out whether it is free', async () => {
    const { post } = await accepting({ show: () => ({}) });
    expect((await post(withoutCard)).status).toBe(202);
  });
});

describe('when something is out of reach', () => {
  it('a queue that does not answer is 503: nothing was accepted, try again with the key', async () => {
    const { post } = await accepting({ sqs: () => Promise.reject(new Error('unreachable')) });
    const { status, headers, json } = await post(request);
    expect(status).toBe(503);
    expect(json).toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
    expect(headers).toMatchObject({ 'retry-after': '1', 'idempotency-key': 'key-1' });
  });

  it('keys that cannot be read are 500, and nothing is queued under an id that nobody can verify', async () => {
    const { post, sent } = await accepting({ file: '/nowhere/purchase-id-keys.json' });
    const { status, headers, reply } = await post(request);
    expect(status).toBe(500);
    expect(reply.body).not.toContain('nowhere');
    expect(headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent).toEqual([]);
  });
});
