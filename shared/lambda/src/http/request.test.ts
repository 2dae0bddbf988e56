import { describe, expect, it } from 'vitest';
import { httpEvent } from './http-event.fixture.ts';
import { correlationIdOf, readRequest, routeOf } from './request.ts';

const correlationIdGiven = (value: string) =>
  correlationIdOf(httpEvent({ headers: { 'x-correlation-id': value } }));

describe('a request', () => {
  it.each([
    ['GET /v1/shows/{showId}', '/v1', 'GET /shows/{showId}'],
    ['GET /shows/{showId}', '', 'GET /shows/{showId}'],
    ['POST /v1/purchases', '/v1', 'POST /purchases'],
    ['GET /health', '', 'GET /health'],
    ['GET /v10/shows', '', 'GET /v10/shows'],
    ['GET /shows/v1/x', '', 'GET /shows/v1/x'],
    ['$default', '', '$default'],
  ])('to %s is mounted at %j and matched as %s', (routeKey, mount, route) => {
    const event = httpEvent({ routeKey });
    expect(readRequest(event).mount).toBe(mount);
    expect(routeOf(event)).toBe(route);
  });

  it('without parameters and query has none, rather than undefined ones', () => {
    expect(readRequest(httpEvent())).toMatchObject({ path: {}, query: {} });
  });

  it('is taken apart', () => {
    const event = httpEvent({
      headers: { 'x-amzn-trace-id': 'Root=1-67f0a1b2-0123456789abcdef01234567', accept: '*/*' },
      path: { showId: 'hamlet' },
      query: { limit: '5' },
      body: '{}',
    });
    expect(readRequest(event)).toMatchObject({
      path: { showId: 'hamlet' },
      query: { limit: '5' },
      headers: { accept: '*/*' },
      body: '{}',
      traceHeader: 'Root=1-67f0a1b2-0123456789abcdef01234567',
    });
  });

  it.each([
    'garbage',
    'Root=1-2-3',
    `Root=1-67f0a1b2-0123456789abcdef01234567;${'x'.repeat(300)}=1`,
  ])('has no trace header when it is malformed, which SQS would refuse: %j', (given) => {
    const event = httpEvent({ headers: { 'x-amzn-trace-id': given } });
    expect(readRequest(event).traceHeader).toBeUndefined();
  });

  it('has the correlation id that the caller gave it', () => {
    expect(correlationIdGiven('order-7')).toBe('order-7');
  });

  it.each(['', 'a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65), 'é', '{"a":1}', '4242424242424242'])(
    'has the gateway’s request id instead of %j',
    (given) => {
      expect(correlationIdGiven(given)).toBe('JKJaXmPLvHcESHA=');
    },
  );

  it('has the gateway’s request id when the caller gave none', () => {
    expect(correlationIdOf(httpEvent())).toBe('JKJaXmPLvHcESHA=');
  });
});
