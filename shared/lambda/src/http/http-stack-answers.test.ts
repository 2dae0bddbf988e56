import { describe, expect, it } from 'vitest';
import { call, echo, failing } from './http-call.fixture.ts';
import type { HttpEventOptions } from './http-event.fixture.ts';
import type { Route } from './http-stack.ts';

describe('an answer', () => {
  const headersOf = async (event: HttpEventOptions, route: Route = echo) =>
    (await call(route, event)).headers;
  const withId = (id: string) => ({ headers: { 'x-correlation-id': id } });

  it('is JSON, kept by no cache', async () => {
    expect(await headersOf({})).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  });

  it('returns the correlation id that the caller gave', async () => {
    expect(await headersOf(withId('order-7'))).toMatchObject({ 'x-correlation-id': 'order-7' });
  });

  it.each(['a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65)])(
    'returns the gateway’s request id for the correlation id %j',
    async (id) => {
      expect(await headersOf(withId(id))).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
    },
  );

  it('returns the gateway’s request id when the caller gave no correlation id', async () => {
    expect(await headersOf({})).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
  });

  it('that is a problem is problem+json, with the same correlation id and for no cache', async () => {
    const headers = await headersOf(withId('order-7'), failing(new Error('x')));
    expect(headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-correlation-id': 'order-7',
    });
  });

  it('has the status and the headers of its route', async () => {
    const route: Route = async () => ({
      status: 202,
      headers: { location: '/v1/purchases/x' },
      body: {},
    });
    const reply = await call(route);
    expect(reply.status).toBe(202);
    expect(reply.headers).toMatchObject({ location: '/v1/purchases/x' });
  });

  it('without a body has none', async () => {
    expect((await call(async () => ({ status: 204 }))).text).toBe('');
  });
});
