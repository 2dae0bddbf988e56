import {
  ADMIN_SCOPE,
  type PageQuery,
  type ProblemCode,
  purchasesRoutes,
  type Sales,
  type SeatChange,
  type ShowWithStock,
  showsRoutes,
} from '@willcall/contracts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { observe } from '../observability/observe.ts';
import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from './http-event.fixture.ts';
import type { HttpFunction } from './http-handler.ts';
import {
  type Call,
  dispatch,
  type Handler,
  type Handlers,
  type ServedRoutes,
  serveRoutes,
} from './serve-routes.ts';

const answering =
  (body: string): HttpFunction =>
  async () => ({ statusCode: 200, body });

const shows = dispatch({
  'GET /shows': answering('list'),
  'POST /shows': answering('made'),
  'GET /shows/{showId}': answering('one'),
});
const call = (routeKey: string) => shows(createHttpEvent({ routeKey }), createLambdaContext());

describe('a function with several routes', () => {
  it.each([
    ['GET /shows', 'list'],
    ['GET /v1/shows', 'list'],
    ['POST /shows', 'made'],
    ['POST /v1/shows', 'made'],
    ['GET /shows/{showId}', 'one'],
    ['GET /v1/shows/{showId}', 'one'],
  ])('answers %s with its route, with or without the version', async (key, body) => {
    expect(await call(key)).toEqual({ statusCode: 200, body });
  });

  it('passes on the event and the context unchanged', async () => {
    const event = createHttpEvent({ routeKey: 'GET /v1/shows' });
    const context = createLambdaContext();
    const seen: unknown[] = [];
    const spying = dispatch({
      'GET /shows': async (...args) => {
        seen.push(...args);
        return { statusCode: 200 };
      },
    });
    await spying(event, context);
    expect(seen).toEqual([event, context]);
    expect(event.routeKey).toBe('GET /v1/shows');
  });

  it.each(['DELETE /shows', 'GET /v2/shows', 'GET /v1/v1/shows', '$default'])(
    'answers the unknown route %s with a 404 problem',
    async (routeKey) => {
      const reply = await call(routeKey);
      expect(reply.statusCode).toBe(404);
      expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json' });
      expect(JSON.parse(reply.body ?? '')).toMatchObject({ code: 'ROUTE_NOT_FOUND', status: 404 });
    },
  );
});

describe('the handlers of a function', () => {
  type Id = keyof typeof purchasesRoutes;
  type Own = Handlers<Id>;

  it('exist for each of its routes and no others, checked at compile time', () => {
    expectTypeOf<keyof Own>().toEqualTypeOf<Id>();
    expectTypeOf<Omit<Own, 'getPurchase'>>().not.toExtend<Own>();
    type More = Own & { readonly getShow: Handler<'getShow'> };
    expectTypeOf<Own>().toExtend<ServedRoutes<Id, Own>['handlers']>();
    expectTypeOf<More>().not.toExtend<ServedRoutes<Id, More>['handlers']>();
  });

  it('return the answer type of their route, checked at compile time', () => {
    expectTypeOf<Handler<'getSales'>>().returns.resolves.toEqualTypeOf<Sales>();
    expectTypeOf<Handler<'removeSeat'>>().returns.resolves.toEqualTypeOf<undefined>();
    expectTypeOf<Handler<'createShow'>>()
      .returns.resolves.toHaveProperty('answer')
      .toEqualTypeOf<ShowWithStock>();
  });

  it('receive the parsed input of their route, checked at compile time', () => {
    expectTypeOf<Call<'listSeats'>>().toHaveProperty('query').toEqualTypeOf<PageQuery>();
    expectTypeOf<Call<'changeSeat'>>().toHaveProperty('body').toEqualTypeOf<SeatChange>();
    expectTypeOf<Call<'getPurchase'>>().toHaveProperty('caller').toEqualTypeOf<string>();
    expectTypeOf<Call<'getShow'>>().not.toHaveProperty('caller');
    expectTypeOf<Call<'getShow'>>().not.toHaveProperty('query');
  });
});

describe('a deprecated route', () => {
  const deprecated = { since: '2030-01-01T00:00:00Z', until: '2031-01-01T00:00:00Z' };
  const getSales = { ...showsRoutes.getSales, deprecated };
  const sales = serveRoutes<'getSales', Handlers<'getSales'>>({
    routes: { getSales },
    environment: {},
    observability: observe('test', {}),
    handlers: { getSales: async () => ({}) as never },
  });

  it.each([
    ['success', { sub: 'ops', scope: ADMIN_SCOPE }, 200],
    ['an error', { sub: 'alice' }, 403],
  ])('says so in the headers of %s', async (_, claims, status) => {
    const event = createHttpEvent({ routeKey: 'GET /sales', claims });
    expect(await sales(event, createLambdaContext())).toMatchObject({
      statusCode: status,
      headers: {
        'cache-control': 'no-store',
        deprecation: '@1893456000',
        sunset: 'Wed, 01 Jan 2031 00:00:00 GMT',
      },
    });
  });
});

describe('a request to a route', () => {
  /** The purchases function. Each handler answers with its input. */
  const seen: unknown[] = [];
  const keep = async (call: unknown) => {
    seen.push(call);
    return { headers: {}, answer: {} } as never;
  };
  const purchases = serveRoutes({
    routes: purchasesRoutes,
    environment: {},
    observability: observe('test', {}),
    handlers: {
      getPurchase: keep,
      changePurchase: keep,
      cancelPurchase: keep,
      erasePurchase: keep,
      cancelBuyerPurchase: keep,
      listTickets: keep,
      listPurchases: keep,
      getBuyerLedger: keep,
    },
  });
  const ask = async (event: HttpEventOptions) => {
    seen.length = 0;
    const reply = await purchases(createHttpEvent(event), createLambdaContext());
    const { code }: { readonly code?: ProblemCode } = JSON.parse(reply.body ?? '{}');
    return { status: reply.statusCode, code, call: seen[0] };
  };
  const claims = { sub: 'alice' };
  const purchaseId = 'A'.repeat(32);
  const list = { routeKey: 'GET /v1/users/{userId}/purchases', path: { userId: 'me' } };
  const change = {
    routeKey: 'PATCH /purchases/{purchaseId}',
    headers: { 'content-type': 'application/json' },
    path: { purchaseId },
    body: '{"reminderLeadSeconds":60}',
  };

  it('reaches the handler with its parsed path, query and caller', async () => {
    const { status, call } = await ask({ ...list, claims, query: { limit: '5' } });
    expect(status).toBe(200);
    expect(call).toEqual({
      mount: '/v1',
      headers: {},
      correlationId: 'JKJaXmPLvHcESHA=',
      traceHeader: undefined,
      caller: 'alice',
      path: { userId: 'alice' },
      query: { limit: 5 },
    });
  });

  it('reaches the handler with its body, and without a query if the route has none', async () => {
    const { call } = await ask({ ...change, claims, query: { limit: 'many' } });
    expect(call).toMatchObject({ path: { purchaseId }, body: { reminderLeadSeconds: 60 } });
    expect(call).not.toHaveProperty('query');
  });

  it('is answered with the status of the route, and without a body for 204', async () => {
    const reply = await purchases(
      createHttpEvent({ routeKey: 'DELETE /purchases/{purchaseId}', path: { purchaseId }, claims }),
      createLambdaContext(),
    );
    expect(reply.statusCode).toBe(204);
  });

  it.each([
    [
      'the token, before the body',
      { ...change, body: '{}', path: { purchaseId: 'x' } },
      'UNAUTHENTICATED',
    ],
    [
      'the body, before the path',
      { ...change, claims, body: '{}', path: { purchaseId: 'x' } },
      'INVALID_REQUEST',
    ],
    ['the path at last', { ...change, claims, path: { purchaseId: 'x' } }, 'PURCHASE_NOT_FOUND'],
    ['JSON before the token', { ...change, body: '{' }, 'INVALID_JSON'],
    [
      'whose list it is, before the query',
      { ...list, claims, path: { userId: 'bob' }, query: { limit: 'x' } },
      'USER_NOT_FOUND',
    ],
    ['the query', { ...list, claims, query: { limit: 'x' } }, 'INVALID_REQUEST'],
    [
      'whose ledger it is, before the show',
      {
        routeKey: 'GET /users/{userId}/shows/{showId}',
        claims,
        path: { userId: 'bob', showId: '!' },
      },
      'USER_NOT_FOUND',
    ],
    [
      'the show',
      {
        routeKey: 'GET /users/{userId}/shows/{showId}',
        claims,
        path: { userId: 'me', showId: '!' },
      },
      'SHOW_NOT_FOUND',
    ],
  ])('is checked for %s: %o is %s', async (_, event, code) => {
    expect(await ask(event)).toMatchObject({ code, call: undefined });
  });
});
