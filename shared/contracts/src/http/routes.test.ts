import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { problems } from './problems.ts';
import type { PurchaseRequest } from './purchases.ts';
import {
  type AnswerOf,
  allRoutes,
  listPathParameters,
  listProblems,
  pathParameters,
  type RequestOf,
  type RouteIdOf,
} from './route-types.ts';
import type { Sales } from './shows.ts';

describe('the table of routes', () => {
  it('has each route once', () => {
    const keys = allRoutes.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(allRoutes)('$key takes a body only by a method that has one', ({ method, body }) => {
    expect(body === undefined || ['POST', 'PUT', 'PATCH'].includes(method)).toBe(true);
  });

  it.each(allRoutes)('$key has an answer unless it is 204', ({ status, answer }) => {
    expect(answer === undefined).toBe(status === 204);
  });

  it.each(allRoutes)('$key can be told in JSON Schema', ({ query, body, answer }) => {
    for (const [schema, io] of [
      [query, 'input'],
      [body, 'input'],
      [answer, 'output'],
    ] as const) {
      if (schema) expect(z.toJSONSchema(schema, { io })).toBeTypeOf('object');
    }
  });

  it.each(allRoutes)('$key names each of its problems once', ({ id }) => {
    const codes = listProblems(id);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('leaves out no problem but that of no route', () => {
    const named = new Set(allRoutes.flatMap(({ id }) => listProblems(id)));
    const codes = Object.keys(problems).filter((code) => code !== 'ROUTE_NOT_FOUND');
    expect([...named].sort()).toEqual(codes.sort());
  });

  it('knows the form of whatever stands in a path', () => {
    expect(listPathParameters('/shows/{showId}/seats/{seatId}')).toEqual(['showId', 'seatId']);
    for (const { path } of allRoutes) {
      for (const name of listPathParameters(path)) expect(pathParameters).toHaveProperty(name);
    }
  });
});

describe('what a client is told by the compiler', () => {
  it('is what a route takes', () => {
    expectTypeOf<RequestOf<'changeSeat'>['path']>().toEqualTypeOf<{
      readonly showId: string;
      readonly seatId: string;
    }>();
    expectTypeOf<RequestOf<'requestPurchase'>['body']>().toEqualTypeOf<PurchaseRequest>();
    expectTypeOf<RequestOf<'getSales'>>().not.toHaveProperty('path');
    expectTypeOf<RequestOf<'getShow'>>().not.toHaveProperty('body');
  });

  it('is what it answers', () => {
    expectTypeOf<AnswerOf<'getSales'>>().toEqualTypeOf<Sales>();
    expectTypeOf<AnswerOf<'removeSeat'>>().toEqualTypeOf<undefined>();
    expectTypeOf<AnswerOf<'getPurchase'>['status']>().toEqualTypeOf<
      'PENDING' | 'CONFIRMED' | 'REJECTED' | 'FAILED' | 'CANCELLED'
    >();
  });

  it('is which function serves it', () => {
    expectTypeOf<RouteIdOf<'accept'>>().toEqualTypeOf<'requestPurchase'>();
  });
});
