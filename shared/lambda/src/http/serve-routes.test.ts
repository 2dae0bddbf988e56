import type {
  ProblemCode,
  RouteIdOf,
  Sales,
  SeatChange,
  SeatMapQuery,
  ShowWithStock,
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

describe('a function of several routes', () => {
  it.each([
    ['GET /shows', 'list'],
    ['GET /v1/shows', 'list'],
    ['POST /shows', 'made'],
    ['POST /v1/shows', 'made'],
    ['GET /shows/{showId}', 'one'],
    ['GET /v1/shows/{showId}', 'one'],
  ])('answers %s with the route of that name, with or without the version', async (key, body) => {
    expect(await call(key)).toEqual({ statusCode: 200, body });
  });

  it('hands the event and the context on untouched', async () => {
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
    'has no route %s: 404 as a problem',
    async (routeKey) => {
      const reply = await call(routeKey);
      expect(reply.statusCode).toBe(404);
      expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json' });
      expect(JSON.parse(reply.body ?? '')).toMatchObject({ code: 'ROUTE_NOT_FOUND', status: 404 });
    },
  );
});

describe('the handlers of a function', () => {
  type Own = Handlers<'purchases'>;

  it('are one for each of its routes, and for no other, or it does not compile', () => {
    expectTypeOf<keyof Own>().toEqualTypeOf<RouteIdOf<'purchases'>>();
    expectTypeOf<Omit<Own, 'getPurchase'>>().not.toExtend<Own>();
    type More = Own & { readonly getShow: Handler<'getShow'> };
    expectTypeOf<Own>().toExtend<ServedRoutes<'purchases', Own>['handlers']>();
    expectTypeOf<More>().not.toExtend<ServedRoutes<'purchases', More>['handlers']>();
  });

  it('answer what their route answers, or it does not compile', () => {
    expectTypeOf<Handler<'getSales'>>().returns.resolves.toEqualTypeOf<Sales>();
    expectTypeOf<Handler<'removeSeat'>>().returns.resolves.toEqualTypeOf<undefined>();
    expectTypeOf<Handler<'createShow'>>()
      .returns.resolves.toHaveProperty('answer')
      .toEqualTypeOf<ShowWithStock>();
  });

  it('are given what their route takes, parsed, or it does not compile', () => {
    expectTypeOf<Call<'listSeats'>>().toHaveProperty('query').toEqualTypeOf<SeatMapQuery>();
    expectTypeOf<Call<'changeSeat'>>().toHaveProperty('body').toEqualTypeOf<SeatChange>();
    expectTypeOf<Call<'getPurchase'>>().toHaveProperty('caller').toEqualTypeOf<string>();
    expectTypeOf<Call<'getShow'>>().not.toHaveProperty('caller');
    expectTypeOf<Call<'getShow'>>().not.toHaveProperty('query');
  });
});

describe('a request to a route', () => {
  /** The purchases, each of whose handlers answers with what it was given. */
  const seen: unknown[] = [];
  const keep = async (call: unknown) => {
    seen.push(call);
    return { headers: {}, answer: {} } as never;
  };
  const purchases = serveRoutes('purchases', {
    environment: {},
    observability: observe('test', {}),
    handlers: {
      getPurchase: keep,
      changePurchase: keep,
      cancelPurchase: keep,
      erasePurchase: keep,
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

  it('reaches the handler with path, query and caller, parsed', async () => {
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

  it('reaches the handler with its body, and without the query where the route has none', async () => {
    const { call } = await ask({ ...change, claims, query: { limit: 'many' } });
    expect(call).toMatchObject({ path: { purchaseId }, body: { reminderLeadSeconds: 60 } });
    expect(call).not.toHaveProperty('query');
  });

  it('is answered with the status of the route, and 204 with no body', async () => {
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
