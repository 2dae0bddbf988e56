import type { PurchaseRequest } from '@willcall/contracts';
import { issuePurchaseId, MAX_UNDECIDED_MS } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { accepting, keys, NOW, request, withoutCard } from './accepting.fixture.ts';

const ago = (milliseconds: number) => new Date(Date.parse(NOW) - milliseconds).toISOString();
const MINUTE_MS = 60_000;
const RECENTLY = ago(MINUTE_MS);
/** The last change whose earlier requests SQS has deleted by now. */
const LONG_AGO = ago(MAX_UNDECIDED_MS);
const TO_OPEN = '2031-05-20T12:00:00.000Z';
const { quantity: _, ...withoutQuantity } = request;
/** Expired on 1 May at 12:00 UTC, exactly 14 days before the request. */
const expired = { ...request, card: { ...request.card, expiryYear: 2031, expiryMonth: 4 } };

/** What is against a request now, and whether an attempt was valid a moment ago, long ago, or never. */
const changes = [
  {
    what: 'the price rose from zero',
    body: withoutCard,
    status: 400,
    code: 'INVALID_REQUEST',
    recent: { paidSince: RECENTLY },
    old: { paidSince: LONG_AGO },
  },
  {
    what: 'the show was never free',
    body: withoutCard,
    status: 400,
    code: 'INVALID_REQUEST',
    old: {},
  },
  {
    what: 'the opening of the sale was moved to a later time',
    body: request,
    status: 409,
    code: 'SALE_NOT_OPEN',
    recent: { saleOpensAt: TO_OPEN, openingPostponedAt: RECENTLY },
    old: { saleOpensAt: TO_OPEN, openingPostponedAt: LONG_AGO },
  },
  {
    what: 'the sale was never open',
    body: request,
    status: 409,
    code: 'SALE_NOT_OPEN',
    old: { saleOpensAt: TO_OPEN },
  },
  { what: 'the card has expired', body: expired, status: 400, code: 'INVALID_CARD', old: {} },
  {
    what: 'the price rose and the opening was moved, long ago and a moment ago',
    body: withoutCard,
    status: 409,
    code: 'SALE_NOT_OPEN',
    old: { saleOpensAt: TO_OPEN, openingPostponedAt: RECENTLY, paidSince: LONG_AGO },
  },
  {
    what: 'the seating is another one',
    body: { ...withoutQuantity, seats: ['1-A9'] },
    status: 400,
    code: 'INVALID_REQUEST',
    old: {},
  },
  {
    what: 'the show sold out',
    body: request,
    status: 409,
    code: 'SOLD_OUT',
    recent: { soldOutAt: RECENTLY },
    old: { soldOutAt: ago(10 * MINUTE_MS) },
  },
];

/** The id of Alice's purchase, with the card as `accept` keeps it. */
const idOf = ({ card, ...order }: PurchaseRequest) =>
  issuePurchaseId(
    { userId: 'alice', idempotencyKey: 'key-1' },
    {
      ...order,
      quantity: order.quantity ?? order.seats?.length ?? 0,
      card: card && { brand: 'visa', last4: '4242' },
    },
    keys,
  );

const recordOf = (purchaseId: string, more: object) => ({
  Item: {
    userId: 'alice',
    recordKey: `P#${purchaseId.slice(0, 16)}`,
    purchaseId,
    showId: hamlet.showId,
    quantity: 2,
    requestedAt: ago(30 * MINUTE_MS),
    decidedAt: ago(29 * MINUTE_MS),
    correlationId: 'order-7',
    ...more,
  },
});

const sold = { status: 'CONFIRMED', from: [[0, 2]] };

/** How far the first attempt got. With a record, every retry has the same answer. */
const decided = [
  { first: 'CONFIRMED', record: sold },
  { first: 'REJECTED', record: { status: 'REJECTED', reason: 'SALE_PAUSED' } },
  { first: 'FAILED', record: { status: 'FAILED' } },
  { first: 'CANCELLED', record: { status: 'CANCELLED', cancelledAt: ago(MINUTE_MS) } },
  { first: 'erased', record: { status: 'CANCELLED', erasedAt: ago(MINUTE_MS) } },
];

describe.each(changes)('since $what', ({ body, status, code, old, ...change }) => {
  const show = () => ({ Item: { ...hamlet, ...old } });
  const recent = 'recent' in change ? change.recent : undefined;

  it.each(decided)('a retry of a $first purchase is 202 with the same id', async ({ record }) => {
    const purchaseId = idOf(body);
    const { post, sent } = await accepting({ show, own: () => recordOf(purchaseId, record) });
    expect(await post(body)).toMatchObject({
      status: 202,
      headers: { location: `/v1/purchases/${purchaseId}` },
      json: { purchaseId, status: 'PENDING' },
    });
    expect(sent).toEqual([]);
  });

  it('a purchase without a record is refused', async () => {
    const { post, sent } = await accepting({ show });
    expect(await post(body)).toMatchObject({ status, json: { code } });
    expect(sent).toEqual([]);
  });

  it('a purchase is queued if its record cannot be read', async () => {
    const own = () => Promise.reject(new Error('throttled'));
    const { post, messages } = await accepting({ show, own });
    expect((await post(body)).status).toBe(202);
    expect(messages()).toMatchObject([{ purchaseId: idOf(body) }]);
  });

  it('a retry with another body has its own id, which the first read refuses', async () => {
    const other = idOf({ ...body, holder: { name: 'Bo', email: 'bo@example.com' } });
    const own = () => recordOf(other, sold);
    const { post, sent } = await accepting({ show, own });
    expect(await post(body)).toMatchObject({ status: 202, json: { purchaseId: idOf(body) } });
    expect(sent).toEqual([]);
  });

  it.runIf(recent !== undefined)(
    'a moment ago, a retry is queued, because its first attempt may be undecided',
    async () => {
      const { post, messages, reads } = await accepting({
        show: () => ({ Item: { ...hamlet, ...recent } }),
      });
      expect(await post(body)).toMatchObject({ status: 202, json: { purchaseId: idOf(body) } });
      expect(messages()).toMatchObject([{ purchaseId: idOf(body), requestedAt: NOW }]);
      const tables = reads.map(({ input }) => Reflect.get(input, 'TableName'));
      expect(tables).not.toContain('purchases');
    },
  );
});

describe('a card that expired', () => {
  /** Expires on 1 June at 12:00 UTC. */
  const body = { ...request, card: { ...request.card, expiryYear: 2031, expiryMonth: 5 } };
  const at = (instant: string) => accepting({ now: () => instant });

  it('less than 14 days ago is left to the worker, which gets the earlier attempt first', async () => {
    const { post, messages } = await at('2031-06-01T12:00:00.000Z');
    expect(await post(body)).toMatchObject({ status: 202, json: { purchaseId: idOf(body) } });
    expect(messages()).toMatchObject([{ hasExpiredCard: true, card: { last4: '4242' } }]);
  });

  it('is not mentioned in a message before it has expired, and does not change the id', async () => {
    const { post, messages } = await at('2031-06-01T11:59:59.999Z');
    expect(await post(body)).toMatchObject({ status: 202, json: { purchaseId: idOf(body) } });
    expect(messages()[0]).not.toHaveProperty('hasExpiredCard');
  });
});

describe('a request that was never valid', () => {
  it.each([
    ['a number that fails its check digit', '4242424242424241'],
    ['a card of an unsupported brand', '378282246310005'],
  ])('with %s is 400 without a read of the record', async (_, number) => {
    const { post, sent, reads } = await accepting();
    const body = { ...request, card: { ...request.card, number } };
    expect(await post(body)).toMatchObject({ status: 400, json: { code: 'INVALID_CARD' } });
    expect({ sent, reads }).toEqual({ sent: [], reads: [] });
  });
});

describe('a show that was cancelled before its sale opened', () => {
  it('is left to the worker: there is nothing to try again later', async () => {
    const cancelledAt = RECENTLY;
    const { post, sent } = await accepting({
      show: () => ({ Item: { ...hamlet, saleOpensAt: TO_OPEN, cancelledAt } }),
    });
    expect((await post(request)).status).toBe(202);
    expect(sent).toHaveLength(1);
  });
});
