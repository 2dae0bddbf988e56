import { describe, expect, it } from 'vitest';
import { createHttpEvent } from './http-event.fixture.ts';
import { getCorrelationId, getRoute, readRawBody, readRequest } from './request.ts';

const correlationIdGiven = (value: string) =>
  getCorrelationId(createHttpEvent({ headers: { 'x-correlation-id': value } }));

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
    const event = createHttpEvent({ routeKey });
    expect(readRequest(event).mount).toBe(mount);
    expect(getRoute(event)).toBe(route);
  });

  it('without parameters and query has empty objects', () => {
    expect(readRequest(createHttpEvent())).toMatchObject({ path: {}, query: {} });
  });

  it('is split into its parts', () => {
    const event = createHttpEvent({
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
    'Root=1-67f0a1b2-0123456789abcdef01234567;Card=4242-4242-4242-4242',
    'Root=1-67f0a1b2-0123456789abcdef01234567;Parent=4242424242424242x',
  ])(
    'drops a trace header that SQS would reject, or that has fields of the caller: %j',
    (given) => {
      const event = createHttpEvent({ headers: { 'x-amzn-trace-id': given } });
      expect(readRequest(event).traceHeader).toBeUndefined();
    },
  );

  it('has the correlation id of the caller', () => {
    expect(correlationIdGiven('order-7')).toBe('order-7');
  });

  it.each([
    '',
    'a b',
    'a\r\nset-cookie: x=1',
    'x'.repeat(65),
    'é',
    '{"a":1}',
    '4242424242424242',
    '5105-1051-0510-5100',
    'order:4242.4242.4242.4242',
    '123456789012',
  ])('has the request id of the gateway instead of %j', (given) => {
    expect(correlationIdGiven(given)).toBe('JKJaXmPLvHcESHA=');
  });

  it('has the correlation id of the caller, if that is any UUID', () => {
    const uuid = '42424242-4242-4242-8000-000000000000';
    expect(correlationIdGiven(uuid)).toBe(uuid);
  });

  it('has the request id of the gateway without a correlation id', () => {
    expect(getCorrelationId(createHttpEvent())).toBe('JKJaXmPLvHcESHA=');
  });
});

describe('a body that is read as it was sent', () => {
  const read = (body: string, isBase64Encoded = false) =>
    readRawBody(createHttpEvent({ body, isBase64Encoded }), { maxBytes: 4 });

  it('keeps every byte, whether the gateway has encoded it or not', () => {
    expect(read(' é\n')).toBe(' é\n');
    expect(read(Buffer.from(' é\n').toString('base64'), true)).toBe(' é\n');
    expect(readRawBody(createHttpEvent(), { maxBytes: 4 })).toBe('');
  });

  it('is measured in bytes', () => {
    expect(read('éé')).toBe('éé');
    for (const longer of [() => read('ééx'), () => read(btoa('12345'), true)]) {
      expect(longer).toThrow(expect.objectContaining({ code: 'WEBHOOK_TOO_LARGE' }));
    }
  });
});
