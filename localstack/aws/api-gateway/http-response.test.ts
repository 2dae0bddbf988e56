import { expect, test, vi } from 'vitest';
import { waitFor } from '../../testing/provided.ts';
import { startTestGateway } from '../../testing/test-gateway.ts';

const fetchHealth = async (result: unknown): Promise<Response> => {
  const { url } = await startTestGateway({ health: async () => result });
  return await fetch(`${url}/health`);
};

test('a structured result becomes the response', async () => {
  const response = await fetchHealth({
    statusCode: 202,
    headers: { Location: '/v1/purchases/p1', 'Retry-After': 1, 'Content-Type': 'application/json' },
    cookies: ['a=1', 'b=2'],
    body: '{"a":1}',
  });
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe('/v1/purchases/p1');
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.json()).toEqual({ a: 1 });
});

test('a base64 body is decoded', async () => {
  const response = await fetchHealth({ statusCode: 200, body: 'AP8B', isBase64Encoded: true });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
});

test.each<[unknown, string]>([
  [{ hello: 'world' }, '{"hello":"world"}'],
  [[1, 2], '[1,2]'],
  ['text', 'text'],
  [null, 'null'],
  [undefined, 'null'],
])('without a statusCode, %j is the body of a 200', async (result, body) => {
  const response = await fetchHealth(result);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(body);
});

test.each<[string, unknown]>([
  ['a status that is not a number', { statusCode: 'fine' }],
  ['a status out of range', { statusCode: 99 }],
  ['a body that is not a string', { statusCode: 200, body: { a: 1 } }],
  ['headers that are not an object', { statusCode: 200, headers: ['a'] }],
  ['a header that HTTP does not allow', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
  ['a value that JSON cannot represent', { big: 1n }],
])('%s is an internal server error', async (_, result) => {
  const response = await fetchHealth(result);
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
});

test('a function that throws is logged without its input', async () => {
  const { url, logged } = await startTestGateway({
    health: async () => JSON.parse('{"card":4242'),
  });
  const response = await fetch(`${url}/health`);
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  expect(logged).toMatchObject([{ message: 'The function threw an error', subject: 'health' }]);
});

test('a function that times out gets a 503, and its late response is dropped', async () => {
  const late = Promise.withResolvers<unknown>();
  const { url, logged } = await startTestGateway({ health: () => late.promise }, { timeoutMs: 20 });
  const response = await fetch(`${url}/health`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  expect(logged).toMatchObject([{ message: 'Task timed out', subject: 'health' }]);
  late.reject(new Error('too late'));
});

test('a function can read how much time it has left', async () => {
  const { url } = await startTestGateway({
    health: async (_, context) => ({
      left: context.getRemainingTimeInMillis(),
      name: context.functionName,
      id: context.awsRequestId,
    }),
  });
  const { left, name, id } = JSON.parse(await (await fetch(`${url}/health`)).text());
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(10_000);
  expect({ name, id }).toEqual({ name: 'health', id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('a stop refuses new requests and finishes those in progress', async () => {
  const work = Promise.withResolvers<unknown>();
  const started = vi.fn(() => work.promise);
  const { url, stop } = await startTestGateway({ health: started });
  const pending = fetch(`${url}/health`);
  await waitFor(() => expect(started).toHaveBeenCalled());
  const stopped = stop();
  await waitFor(() => expect(fetch(`${url}/shows`)).rejects.toThrow());
  work.resolve({ statusCode: 200, body: 'done' });
  expect(await (await pending).text()).toBe('done');
  await stopped;
});
