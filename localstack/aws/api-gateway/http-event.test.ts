import { request } from 'node:http';
import { expect, test } from 'vitest';
import { bearer, echoed, startTestGateway } from '../../testing/test-gateway.ts';

test('a request becomes an event in payload format 2.0', async () => {
  const { url } = await startTestGateway();
  const headers = {
    ...(await bearer({ user: 'alice' })),
    'Content-Type': 'application/json',
    'User-Agent': 'curl/8',
    'Idempotency-Key': 'k1',
  };
  const body = '{"showId":"s1"}';
  const response = await fetch(`${url}/v1/purchases?b=1&a=x&b=2`, {
    method: 'POST',
    headers,
    body,
  });
  const event = await echoed(response);
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /v1/purchases',
    rawPath: '/v1/purchases',
    rawQueryString: 'b=1&a=x&b=2',
    queryStringParameters: { a: 'x', b: '1,2' },
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'k1',
      'user-agent': 'curl/8',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    },
    requestContext: {
      stage: '$default',
      routeKey: 'POST /v1/purchases',
      requestId: response.headers.get('apigw-requestid'),
      http: {
        method: 'POST',
        path: '/v1/purchases',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl/8',
      },
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body,
    isBase64Encoded: false,
  });
  expect(event).not.toHaveProperty('pathParameters');
  expect(event).not.toHaveProperty('cookies');
});

test.each([
  ['with the version prefix', '/v1/shows/s1', 'GET /v1/shows/{showId}'],
  ['without the version prefix', '/shows/s1', 'GET /shows/{showId}'],
])('a route is found %s', async (_, path, routeKey) => {
  const { url } = await startTestGateway();
  const event = await echoed(await fetch(`${url}${path}`));
  expect(event).toMatchObject({ routeKey, pathParameters: { showId: 's1' } });
});

test('an event leaves out a missing body or query', async () => {
  const { url } = await startTestGateway();
  const event = await echoed(await fetch(`${url}/shows`));
  expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  expect(event).not.toHaveProperty('body');
  expect(event).not.toHaveProperty('queryStringParameters');
});

test('the path and its parameters are decoded', async () => {
  const { url } = await startTestGateway();
  const event = await echoed(await fetch(`${url}/shows/a%20b%2Fc`));
  expect(event).toMatchObject({ rawPath: '/shows/a b/c', pathParameters: { showId: 'a b/c' } });
});

test('the trace header of a client is kept', async () => {
  const { url } = await startTestGateway();
  const headers = { 'X-Amzn-Trace-Id': 'Root=1-67891233-abcdef012345678912345678' };
  const event = await echoed(await fetch(`${url}/health`, { headers }));
  expect(event.headers['x-amzn-trace-id']).toBe(headers['X-Amzn-Trace-Id']);
});

test('repeated headers are joined, and cookies are separate', async () => {
  const { url } = await startTestGateway();
  const headers = new Headers([
    ['x-list', 'a'],
    ['x-list', 'b'],
    ['cookie', 'one=1; two=2'],
  ]);
  const event = await echoed(await fetch(`${url}/health`, { headers }));
  expect(event.headers['x-list']?.replace(' ', '')).toBe('a,b');
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.cookies).toEqual(['one=1', 'two=2']);
});

test.each([
  ['a form', 'application/x-www-form-urlencoded'],
  ['an image', 'image/png'],
  ['a body without a type', undefined],
])('%s reaches the function as base64', async (_, type) => {
  const { url } = await startTestGateway();
  const headers = { ...(await bearer({ user: 'a' })), ...(type && { 'content-type': type }) };
  const body = new Uint8Array([0, 255, 1]);
  const event = await echoed(await fetch(`${url}/purchases`, { method: 'POST', headers, body }));
  expect(event).toMatchObject({
    isBase64Encoded: true,
    body: Buffer.from(body).toString('base64'),
  });
});

test('a request line can have the absolute form', async () => {
  const { url } = await startTestGateway();
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const path = 'http://willcall.example/v1/shows?limit=1';
  request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
    .on('error', reject)
    .end();
  expect(await promise).toBe(200);
});
