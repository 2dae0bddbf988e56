import { ShowRequest } from '@willcall/contracts';
import type { HttpEventOptions } from '@willcall/lambda/testing';
import { describe, expect, it } from 'vitest';
import type { AwsCall } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { admin, showsWith } from './showing.fixture.ts';

const showRequest = {
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 4500, currency: 'EUR' },
  capacity: 200,
};

const shard = (number: number, available: number, sold: number) => ({
  bucketKey: `${hamlet.showId}#${number}`,
  available,
  sold,
  revenue: sold * 4500,
});

/** Answers for one show with two shards, read one by one or at one instant. */
const oneShow = ({ command }: AwsCall) => {
  const show = { ...hamlet, buckets: 2 };
  const [first, second] = [shard(0, 7, 0), shard(1, 5, 3)];
  if (command === 'GetItemCommand') return { Item: show };
  if (command === 'BatchGetItemCommand') return { Responses: { stock: [second, first] } };
  return { Responses: [show, first, second].map((Item) => ({ Item })) };
};

describe('creating a show', () => {
  it('returns 201 with its Location and all tickets available', async () => {
    const { post } = await showsWith(() => ({}));
    const { status, headers, json } = await post(showRequest);
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...ShowRequest.parse(showRequest), available: 200 });
    expect(json).not.toHaveProperty('buckets');
    expect(headers.location).toMatch(/^\/v1\/shows\/[A-Za-z0-9_-]{16}$/);
    expect(json).toHaveProperty('showId', String(headers.location).slice('/v1/shows/'.length));
  });

  it('records show and stock in one transaction, after a read of its title', async () => {
    const { post, calls } = await showsWith(() => ({}));
    await post(showRequest);
    expect(calls.map(({ command }) => command)).toEqual([
      'GetItemCommand',
      'TransactWriteItemsCommand',
    ]);
  });

  it.each([
    ['as many as the capacity needs', {}, 2],
    ['no more than the maximum of workers', { STOCK_BUCKETS_MAX: '1' }, 1],
  ])('splits the stock into shards: %s', async (_, environment, buckets) => {
    const { post, calls } = await showsWith(() => ({}), environment);
    await post(showRequest);
    const actions: unknown = Reflect.get(calls.at(-1)?.input ?? {}, 'TransactItems');
    const stock = JSON.stringify(actions).match(/"TableName":"stock"/g) ?? [];
    expect(stock).toHaveLength(buckets);
  });

  it('gives each show its own id', async () => {
    const { post } = await showsWith(() => ({}));
    const locations = [await post(showRequest), await post(showRequest)].map(
      ({ headers }) => headers.location,
    );
    expect(new Set(locations).size).toBe(2);
  });

  it('in the past and with other faults is refused with all of its fields', async () => {
    const { post } = await showsWith(() => ({}));
    const { json } = await post({ ...showRequest, startsAt: '2030-01-01T00:00:00Z', name: '' });
    expect(json).toMatchObject({ errors: [{ path: 'name' }, { path: 'startsAt' }] });
  });

  it.each<[string, object, HttpEventOptions, number, string]>([
    ['anonymous callers', showRequest, { claims: {} }, 401, 'UNAUTHENTICATED'],
    ['a buyer', showRequest, { claims: { sub: 'alice' } }, 403, 'FORBIDDEN'],
    ['a buyer with an invalid body', {}, { claims: { sub: 'alice' } }, 403, 'FORBIDDEN'],
    ['an admin with an unknown field', { ...showRequest, sold: 1 }, {}, 400, 'INVALID_REQUEST'],
    ['an admin without a price', { ...showRequest, price: undefined }, {}, 400, 'INVALID_REQUEST'],
  ])('is refused for %s, and records nothing', async (_, body, event, status, code) => {
    const { post, calls } = await showsWith(() => ({}));
    expect(await post(body, event)).toMatchObject({ status, json: { code } });
    expect(calls).toEqual([]);
  });
});

describe('reading a show', () => {
  const path = { showId: hamlet.showId };

  it('needs no token, and adds up the available tickets', async () => {
    const { call } = await showsWith(oneShow);
    const { status, json } = await call('GET /v1/shows/{showId}', { path });
    expect(status).toBe(200);
    expect(json).toMatchObject({ showId: hamlet.showId, name: 'Hamlet', available: 12 });
  });

  it('that does not exist is 404', async () => {
    const { call } = await showsWith(() => ({}));
    const { status, json } = await call('GET /shows/{showId}', { path });
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 'SHOW_NOT_FOUND' });
  });

  it('never returns the calendar as a show', async () => {
    const { call } = await showsWith(oneShow);
    const reply = await call('GET /shows/{showId}', { path: { showId: '#calendar' } });
    expect(reply.status).toBe(404);
  });

  it('while it is being removed is 404', async () => {
    let reads = 0;
    const { call } = await showsWith(({ command }) => {
      if (command !== 'GetItemCommand') return { Responses: { stock: [] } };
      reads += 1;
      return { Item: { ...hamlet, ...(reads > 1 && { removedAt: hamlet.createdAt }) } };
    });
    expect(await call('GET /shows/{showId}', { path })).toMatchObject({
      status: 404,
      json: { code: 'SHOW_NOT_FOUND' },
    });
  });

  it('returns sales read shard by shard if conflicts prevent a read at one instant', async () => {
    const { call } = await showsWith((awsCall) => {
      if (awsCall.command === 'TransactGetItemsCommand') throw new Error('conflicts');
      return oneShow(awsCall);
    });
    expect(await call('GET /shows/{showId}/sales', { path, claims: admin })).toMatchObject({
      status: 200,
      json: { capacity: 100, available: 12, sold: 3 },
    });
  });

  it('returns sales only to an admin', async () => {
    const { call } = await showsWith(oneShow);
    const sales = (claims: Record<string, string>) =>
      call('GET /v1/shows/{showId}/sales', { path, claims });
    expect((await sales({ sub: 'alice' })).status).toBe(403);
    expect(await sales(admin)).toMatchObject({
      status: 200,
      json: { available: 12, sold: 3, revenue: [{ amount: 13_500, currency: 'EUR' }] },
    });
  });
});

describe('the list of shows', () => {
  /** Twelve shows of one month, in pages as DynamoDB returns them. */
  const shows = Array.from({ length: 12 }, (_, index) => ({
    ...hamlet,
    showId: `Hamlet-${String(index).padStart(9, '0')}`,
    startsAt: `2031-06-${String(index + 1).padStart(2, '0')}T20:00:00Z`,
  }));
  const startKeyOf = (show: (typeof shows)[number]) =>
    `${new Date(show.startsAt).toISOString()}#${show.showId}`;
  const listed = ({ command, input }: AwsCall) => {
    if (command === 'GetItemCommand') {
      const showId = String(
        Reflect.get(Object(Reflect.get(Object(Reflect.get(input, 'Key')), 'showId')), 'S'),
      );
      if (showId !== '#calendar') return { Item: shows.find((show) => show.showId === showId) };
      return { Item: { showId, months: new Set(['2031-06']) } };
    }
    const values = Object(Reflect.get(input, 'ExpressionAttributeValues'));
    const after = String(Reflect.get(Object(Reflect.get(values, ':from')), 'S') ?? '');
    const from = shows
      .map((show) => ({ ...show, startMonth: '2031-06', startKey: startKeyOf(show) }))
      .filter(({ startKey }) => startKey > after);
    return { Items: from.slice(0, Number(Reflect.get(input, 'Limit'))) };
  };
  const idsOf = (json: unknown): string[] => {
    const list: unknown = Reflect.get(Object(json), 'shows');
    return Array.isArray(list) ? list.map((show) => String(Reflect.get(show, 'showId'))) : [];
  };

  it('returns every show once over its pages', async () => {
    const { call } = await showsWith(listed);
    const seen: string[] = [];
    let query: Record<string, string> = { limit: '5' };
    for (let page = 0; page < 3; page += 1) {
      const { status, json } = await call('GET /v1/shows', { query });
      expect(status).toBe(200);
      seen.push(...idsOf(json));
      const cursor: unknown = Reflect.get(Object(json), 'nextCursor');
      if (cursor === undefined) break;
      query = { limit: '5', cursor: String(cursor) };
    }
    expect(seen).toEqual(shows.map(({ showId }) => showId));
  });

  it.each([
    ['removed', (show: object) => ({ ...show, removedAt: hamlet.createdAt })],
    ['moved to another start', (show: object) => ({ ...show, startsAt: '2031-06-20T20:00:00Z' })],
  ])('continues after a show that was %s since, without reading it', async (_, since) => {
    let isChanged = false;
    const { call, calls } = await showsWith((awsCall) => {
      const answer: { Item?: object | undefined } = listed(awsCall);
      const key: unknown = Reflect.get(Object(Reflect.get(awsCall.input, 'Key')), 'showId');
      const isShow = String(Reflect.get(Object(key), 'S')) !== '#calendar';
      return isChanged && isShow && answer.Item ? { Item: since(answer.Item) } : answer;
    });
    const first = await call('GET /v1/shows', { query: { limit: '5' } });
    const cursor = String(Reflect.get(Object(first.json), 'nextCursor'));
    isChanged = true;
    calls.length = 0;
    const { status, json } = await call('GET /v1/shows', { query: { cursor } });
    expect(status).toBe(200);
    expect(idsOf(json)).toEqual(shows.slice(5).map(({ showId }) => showId));
    expect(calls.map(({ command }) => command)).toEqual(['GetItemCommand', 'QueryCommand']);
  });

  it('refuses a cursor of the upcoming shows for those that have begun', async () => {
    const { call } = await showsWith(listed);
    const first = await call('GET /v1/shows', { query: { limit: '5' } });
    const cursor = String(Reflect.get(Object(first.json), 'nextCursor'));
    expect(await call('GET /v1/shows', { query: { cursor, past: 'true' } })).toMatchObject({
      status: 400,
      json: { code: 'INVALID_CURSOR' },
    });
  });

  it('has no next page after the last one', async () => {
    const { call } = await showsWith(listed);
    const { json } = await call('GET /shows', { query: { limit: '12' } });
    expect(idsOf(json)).toHaveLength(12);
    expect(json).not.toHaveProperty('nextCursor');
  });

  it.each([
    ['a forged cursor', { cursor: 'forged' }, 'INVALID_CURSOR'],
    ['an empty cursor', { cursor: '' }, 'INVALID_CURSOR'],
    ['a limit of 0', { limit: '0' }, 'INVALID_REQUEST'],
    ['a past that is a word', { past: 'yes' }, 'INVALID_REQUEST'],
    ['an unknown parameter', { offset: '5' }, 'INVALID_REQUEST'],
  ])('with %s is 400, without a read', async (_, query, code) => {
    const { call, calls } = await showsWith(listed);
    expect(await call('GET /shows', { query })).toMatchObject({ status: 400, json: { code } });
    expect(calls).toEqual([]);
  });
});
