import { issuePurchaseId, type PurchaseIdKeys, parsePurchaseId } from '@willcall/domain';
import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { describe, expect, it } from 'vitest';
import { answeredDynamoDb } from '../answered-aws.fixture.ts';
import { createPurchases } from '../functions/purchases.ts';
import { keysFile } from '../keys-file.fixture.ts';

const NOW = '2031-05-01T08:00:30.000Z';
const keyOf = (fill: number) => new Uint8Array(32).fill(fill);
const keys: PurchaseIdKeys = { current: keyOf(1) };
const request = {
  showId: 'HamletHamletHaml',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
};
const idOf = (quantity: number, by = keys, userId = 'alice') =>
  issuePurchaseId({ userId, idempotencyKey: 'key-1' }, { ...request, quantity }, by);

const recordOf = (purchaseId: string) => ({
  ...request,
  userId: 'alice',
  recordKey: `P#${parsePurchaseId(purchaseId)?.key}`,
  purchaseId,
  status: 'CONFIRMED',
  from: [[0, 2]],
  total: { amount: 0, currency: 'EUR' },
  requestedAt: '2031-05-01T08:00:00.000Z',
  decidedAt: '2031-05-01T08:00:01.000Z',
  correlationId: 'order-7',
});

type Setup = {
  readonly by?: PurchaseIdKeys;
  readonly sub?: string;
  /** The answer to the query for the queue's lag. */
  readonly lags?: () => object | Promise<object>;
};

/** Requests a purchase while the table returns `item` or fails. */
async function get(
  purchaseId: string,
  item: object | undefined | Error,
  { by = keys, sub = 'alice', lags = () => ({}) }: Setup = {},
) {
  const { plugin, calls } = answeredDynamoDb(({ command }) => {
    if (command === 'QueryCommand') return lags();
    if (item instanceof Error) throw item;
    return item === undefined ? {} : { Item: item };
  });
  const handler = createPurchases(
    {
      AWS_REGION: 'eu-central-1',
      WILLCALL_BACKEND: 'embedded',
      SHOWS_TABLE: 'shows',
      STOCK_TABLE: 'stock',
      JOURNAL_TABLE: 'journal',
      SEATS_TABLE: 'seats',
      PURCHASES_TABLE: 'purchases',
      PULSE_TABLE: 'pulse',
      PURCHASE_ID_KEYS_FILE: await keysFile(by),
    },
    { clock: () => new Date(NOW), random: () => 0.999, dynamodbPlugins: [plugin] },
  );
  const event = createHttpEvent({
    routeKey: 'GET /v1/purchases/{purchaseId}',
    path: { purchaseId },
    claims: { sub },
  });
  const reply = await handler(event, createLambdaContext());
  const json: unknown = JSON.parse(reply.body ?? '');
  return { status: reply.statusCode, headers: reply.headers ?? {}, json, calls };
}

describe('GET of a purchase', () => {
  it('returns a decided purchase with one read of half a unit', async () => {
    const { status, json, calls } = await get(idOf(2), recordOf(idOf(2)));
    expect(status).toBe(200);
    expect(json).toMatchObject({ purchaseId: idOf(2), status: 'CONFIRMED', quantity: 2 });
    expect(calls).toEqual([
      {
        command: 'GetItemCommand',
        input: {
          TableName: 'purchases',
          Key: { userId: { S: 'alice' }, recordKey: { S: recordOf(idOf(2)).recordKey } },
          ConsistentRead: false,
        },
      },
    ]);
  });

  it('returns PENDING and Retry-After while the purchase is undecided', async () => {
    const { status, headers, json } = await get(idOf(2), undefined);
    expect(status).toBe(200);
    expect(json).toEqual({ purchaseId: idOf(2), status: 'PENDING' });
    expect(headers).toMatchObject({ 'retry-after': '1' });
  });

  it('returns the estimated wait from the measured lag', async () => {
    const lag = { subject: 'queue', environment: 'worker', lagMs: 3_100, at: NOW };
    const { headers, json, calls } = await get(idOf(2), undefined, {
      lags: () => ({ Items: [lag] }),
    });
    expect(json).toEqual({ purchaseId: idOf(2), status: 'PENDING', estimatedWaitSeconds: 4 });
    expect(headers).toMatchObject({ 'retry-after': '4' });
    expect(calls.map(({ command }) => command)).toEqual(['GetItemCommand', 'QueryCommand']);
  });

  it.each<[string, () => object | Promise<object>]>([
    ['fails', () => Promise.reject(new Error('throttled'))],
    ['takes too long', () => new Promise(() => undefined)],
  ])('returns PENDING without an estimate when the read of the lag %s', async (_, lags) => {
    const { status, headers, json } = await get(idOf(2), undefined, { lags });
    expect(status).toBe(200);
    expect(json).toEqual({ purchaseId: idOf(2), status: 'PENDING' });
    expect(headers).toMatchObject({ 'retry-after': '1' });
  });

  it.each(['CONFIRMED', 'CANCELLED'])(
    'of an erased %s purchase is 410 and shows none of its fields',
    async (status) => {
      const { holder: _, ...record } = { ...recordOf(idOf(2)), status, erasedAt: NOW };
      const answer = await get(idOf(2), record);
      expect(answer.status).toBe(410);
      expect(answer.json).toMatchObject({ code: 'PURCHASE_ERASED' });
      expect(JSON.stringify(answer.json)).not.toContain(request.showId);
    },
  );

  it('is 422 when the key of an erased purchase was used for another request', async () => {
    const record = { ...recordOf(idOf(2)), erasedAt: NOW };
    expect((await get(idOf(3), record)).status).toBe(422);
  });

  it('is 422 when the key was used for another request', async () => {
    const { status, json } = await get(idOf(3), recordOf(idOf(2)));
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('returns a decided purchase after its signing key was rotated twice', async () => {
    const by = { current: keyOf(3), previous: keyOf(2) };
    const { status } = await get(idOf(2), recordOf(idOf(2)), { by });
    expect(status).toBe(200);
  });

  it('returns PENDING for an id signed by the previous key', async () => {
    const by = { current: keyOf(2), previous: keyOf(1) };
    expect((await get(idOf(2), undefined, { by })).json).toMatchObject({ status: 'PENDING' });
  });

  const forged = (id: string) => `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`;

  it.each<[string, string, object | undefined, Setup]>([
    ['an invented id', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', undefined, {}],
    ['a forged id', forged(idOf(2)), undefined, {}],
    ['a forged id of another request', forged(idOf(3)), recordOf(idOf(2)), {}],
    ['the id of another buyer', idOf(2, keys, 'bob'), undefined, {}],
    ['an id sent by another buyer', idOf(2), undefined, { sub: 'bob' }],
    ['an id signed by a removed key', idOf(2), undefined, { by: { current: keyOf(9) } }],
  ])('with %s is 404', async (_, purchaseId, item, setup) => {
    const { status, json } = await get(purchaseId, item, setup);
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 'PURCHASE_NOT_FOUND' });
  });

  it.each(['short', '', `${idOf(2)}A`, '../../../../../../../../../../..', `${idOf(2)}\n`])(
    'with the malformed id %j is 404 without a read',
    async (purchaseId) => {
      const { status, calls } = await get(purchaseId, undefined);
      expect(status).toBe(404);
      expect(calls).toEqual([]);
    },
  );

  it('reads only the partition of the caller', async () => {
    const { calls } = await get(idOf(2), undefined, { sub: 'bob' });
    expect(calls[0]?.input).toMatchObject({ Key: { userId: { S: 'bob' } } });
  });

  it('without a caller is 401', async () => {
    expect((await get(idOf(2), undefined, { sub: '' })).status).toBe(401);
  });

  it('is 503, never PENDING, when the table is unavailable', async () => {
    const { status, headers, json } = await get(idOf(2), new Error('throttled'));
    expect(status).toBe(503);
    expect(json).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(headers).toMatchObject({ 'retry-after': '1' });
  });

  it('is 500 with a code, without details, when the record cannot be parsed', async () => {
    const { status, json } = await get(idOf(2), { userId: 'alice', secret: 'x' });
    expect(status).toBe(500);
    expect(json).toMatchObject({ code: 'RECORD_UNREADABLE' });
  });
});
