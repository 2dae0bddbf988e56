import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { allRoutes, listProblems } from './all-routes.ts';
import { type AnswerOf, answers } from './answers.ts';
import { problems } from './problems.ts';
import type { PurchaseRequest } from './purchase-requests.ts';
import { listPathParameters, pathParameters, type RequestOf } from './route-types.ts';
import type { Sales } from './show-answers.ts';

describe('routes', () => {
  it('are unique', () => {
    const keys = allRoutes.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(allRoutes)('$key takes a body only if its method allows one', ({ method, body }) => {
    expect(body === undefined || ['POST', 'PUT', 'PATCH'].includes(method)).toBe(true);
  });

  it.each(allRoutes)('$key has a response body unless its status is 204', ({ status, id }) => {
    expect(answers[id] === undefined).toBe(status === 204);
  });

  it.each(allRoutes)('$key can be described in JSON Schema', ({ query, body, id }) => {
    for (const [schema, io] of [
      [query, 'input'],
      [body, 'input'],
      [answers[id], 'output'],
    ] as const) {
      if (schema) expect(z.toJSONSchema(schema, { io })).toBeTypeOf('object');
    }
  });

  it.each(allRoutes)('$key lists each of its problems once', ({ id }) => {
    const codes = listProblems(id);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('list every problem except ROUTE_NOT_FOUND', () => {
    const named = new Set(allRoutes.flatMap(({ id }) => listProblems(id)));
    const codes = Object.keys(problems).filter((code) => code !== 'ROUTE_NOT_FOUND');
    expect([...named].sort()).toEqual(codes.sort());
  });

  it('have a schema for every path parameter', () => {
    expect(listPathParameters('/shows/{showId}/seats/{seatId}')).toEqual(['showId', 'seatId']);
    for (const { path } of allRoutes) {
      for (const name of listPathParameters(path)) expect(pathParameters).toHaveProperty(name);
    }
  });
});

describe('the types of a route', () => {
  it('describe its request', () => {
    expectTypeOf<RequestOf<'changeSeat'>['path']>().toEqualTypeOf<{
      readonly showId: string;
      readonly seatId: string;
    }>();
    expectTypeOf<RequestOf<'requestPurchase'>['body']>().toEqualTypeOf<PurchaseRequest>();
    expectTypeOf<RequestOf<'getSales'>>().not.toHaveProperty('path');
    expectTypeOf<RequestOf<'getShow'>>().not.toHaveProperty('body');
  });

  it('describe its response', () => {
    expectTypeOf<AnswerOf<'getSales'>>().toEqualTypeOf<Sales>();
    expectTypeOf<AnswerOf<'removeSeat'>>().toEqualTypeOf<undefined>();
    expectTypeOf<AnswerOf<'getPurchase'>['status']>().toEqualTypeOf<
      'PENDING' | 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'REJECTED' | 'FAILED' | 'CANCELLED'
    >();
  });
});
