import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { accepting, request, withoutCard } from './accepting.fixture.ts';

const { quantity: _, ...withoutQuantity } = request;

describe('a purchase that is refused early', () => {
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
  ])('with %s never reaches the queue', async (_, body, status, code) => {
    const { post, sent } = await accepting();
    const reply = await post(body);
    expect(reply).toMatchObject({ status, json: { code } });
    expect(reply.headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent).toEqual([]);
  });

  it.each([
    [
      'a number of tickets for a show with reserved seating',
      { ...hamlet, seating: 'RESERVED' },
      request,
      { path: 'seats', message: 'are required because the show has reserved seating' },
    ],
    [
      'seats for a show without reserved seating',
      hamlet,
      { ...withoutQuantity, seats: ['1-A9'] },
      { path: 'quantity', message: 'is required because the show has no reserved seating' },
    ],
  ])('with %s names the missing field', async (_, show, body, error) => {
    const { post, sent } = await accepting({ show: () => ({ Item: show }) });
    const { status, json } = await post(body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'INVALID_REQUEST', errors: [error] });
    expect(sent).toEqual([]);
  });

  it('for several reasons that concern the show names all of their fields', async () => {
    const { quantity: _, ...withoutBoth } = withoutCard;
    const { post } = await accepting();
    const { json } = await post({ ...withoutBoth, seats: ['1-A9'] });
    expect(json).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ path: 'quantity' }, { path: 'card' }],
    });
  });

  it.each([
    [
      'a mistyped number, expired',
      { number: '4242424242424241', expiryMonth: 1, expiryYear: 2020 },
      'INVALID_CARD',
      ['card.number', 'card.expiryYear'],
    ],
    [
      'another brand, expired',
      { number: '378282246310005', expiryMonth: 1, expiryYear: 2020 },
      'INVALID_CARD',
      ['card.number', 'card.expiryYear'],
    ],
    [
      'a mistyped number, in month 13',
      { number: '4242424242424241', expiryMonth: 13, expiryYear: 2020 },
      'INVALID_REQUEST',
      ['card.number', 'card.expiryMonth'],
    ],
    [
      'no number, expired',
      { expiryYear: 2020, expiryMonth: 1 },
      'INVALID_REQUEST',
      ['card.expiryYear', 'card.number'],
    ],
    [
      'an unknown field, and a mistyped number',
      { cvc: '123', number: '4242424242424241', expiryMonth: 1, expiryYear: 2035 },
      'INVALID_REQUEST',
      ['card.cvc', 'card.number'],
    ],
    ['a text', 'x', 'INVALID_REQUEST', ['card']],
  ])('with a card that is %s names every field of it', async (_, card, code, paths) => {
    const { post } = await accepting();
    const { json } = await post({ ...request, card });
    expect(json).toMatchObject({ code, errors: paths.map((path) => ({ path })) });
    expect(JSON.stringify(json)).not.toMatch(/4242|3782/);
  });

  it('before the sale opens is 409 with the opening time, and is queued once the sale opens', async () => {
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

  it('under a settled latch is 409 with its idempotency key, and never reaches the queue', async () => {
    const soldOut = { ...hamlet, soldOutAt: '2031-05-15T11:00:00.000Z' };
    const { post, sent, reads } = await accepting({ show: () => ({ Item: soldOut }) });
    const { status, headers, json } = await post(request);
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: 'SOLD_OUT' });
    expect(headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent).toEqual([]);
    expect(reads.map(({ input }) => Reflect.get(input, 'TableName'))).toEqual([
      'shows',
      'pulse',
      'purchases',
    ]);
  });

  it('under a settled latch is queued if the same environment has queued it before', async () => {
    const { post, sent } = await accepting({
      show: () => ({ Item: { ...hamlet, soldOutAt: '2031-05-15T11:00:00.000Z' } }),
      own: () => (sent.length === 0 ? Promise.reject(new Error('throttled')) : {}),
    });
    expect((await post(request)).status).toBe(202);
    expect((await post(request)).status).toBe(202);
    expect((await post(request, {}, 'key-2')).status).toBe(409);
    expect(sent).toHaveLength(2);
  });

  it('without a token is 401', async () => {
    const { post, sent } = await accepting();
    const reply = await post(request, { claims: {} });
    expect(reply).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
    expect(sent).toEqual([]);
  });
});

describe('a purchase that the cached show cannot decide is queued:', () => {
  it.each<[string, () => object | Promise<object>]>([
    ['a show that was not found', () => ({})],
    ['a show that could not be read', () => Promise.reject(new Error('throttled'))],
    ['a closed sale', () => ({ Item: { ...hamlet, saleClosesAt: '2031-05-01T00:00:00Z' } })],
    ['a paused sale', () => ({ Item: { ...hamlet, onSale: false } })],
    ['a show that has started', () => ({ Item: { ...hamlet, startsAt: '2031-05-01T00:00:00Z' } })],
    ['a changed price', () => ({ Item: { ...hamlet, price: { amount: 1, currency: 'USD' } } })],
  ])('%s', async (_, show) => {
    const { post, messages } = await accepting({ show });
    const expectedPrice = { amount: 4500, currency: 'EUR' };
    expect((await post({ ...request, expectedPrice })).status).toBe(202);
    expect(messages()).toHaveLength(1);
  });

  it('no card for a free show', async () => {
    const free = { ...hamlet, price: { amount: 0, currency: 'EUR' } };
    const { post, messages } = await accepting({ show: () => ({ Item: free }) });
    expect((await post(withoutCard)).status).toBe(202);
    expect(messages()[0]).not.toHaveProperty('card');
  });

  it('no card for an unknown show, because the worker knows whether it is free', async () => {
    const { post } = await accepting({ show: () => ({}) });
    expect((await post(withoutCard)).status).toBe(202);
  });
});

describe('a dependency that is unavailable', () => {
  it('is 503 for the queue: the caller can retry with the same key', async () => {
    const { post } = await accepting({ sqs: () => Promise.reject(new Error('unreachable')) });
    const { status, headers, json } = await post(request);
    expect(status).toBe(503);
    expect(json).toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
    expect(headers).toMatchObject({ 'retry-after': '1', 'idempotency-key': 'key-1' });
  });

  it('is 500 for the keys, and nothing is queued under an id that cannot be verified', async () => {
    const { post, sent } = await accepting({ file: '/nowhere/purchase-id-keys.json' });
    const { status, headers, reply } = await post(request);
    expect(status).toBe(500);
    expect(reply.body).not.toContain('nowhere');
    expect(headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent).toEqual([]);
  });
});
