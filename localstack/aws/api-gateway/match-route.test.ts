import { request } from 'node:http';
import { expect, test } from 'vitest';
import { bearer, startTestGateway } from '../../testing/test-gateway.ts';

/** Sends a path unchanged. `fetch` would normalize it. */
const sendRaw = async (url: string, path: string, method = 'GET'): Promise<number | undefined> => {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request({ hostname, port, path, method }, (response) => resolve(response.resume().statusCode))
    .on('error', reject)
    .end();
  return await promise;
};

test.each([
  ['GET', '/nowhere'],
  ['GET', '/v2/shows'],
  ['GET', '/v1/v1/shows'],
  ['GET', '/shows/'],
  ['GET', '/shows//sales'],
  ['GET', '/'],
  ['GET', '//'],
  ['DELETE', '/shows'],
  ['OPTIONS', '/shows'],
  ['OPTIONS', '*'],
  ['GET', '/__proto__'],
  ['GET', '/shows?/shows'.replace('?', '%3F')],
])('%s %s matches no route', async (method, path) => {
  const { url } = await startTestGateway();
  expect(await sendRaw(url, path, method)).toBe(404);
});

test('an unknown route gets the response of API Gateway', async () => {
  const { url } = await startTestGateway();
  const response = await fetch(`${url}/nowhere`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ message: 'Not Found' });
});

test.each([
  ['DELETE', '/shows'],
  ['PUT', '/v1/purchases'],
  ['HEAD', '/v1/purchases/p1/cancel'],
  ['OPTIONS', '/shows'],
])('%s of the known path %s is 404, not 405, as on AWS', async (method, path) => {
  const { url } = await startTestGateway();
  const response = await fetch(`${url}${path}`, { method });
  expect(response.status).toBe(404);
  expect(response.headers.has('allow')).toBe(false);
});

test.each(['/shows/%', '/shows/%zz', '/shows/%c3%28', '/%', '/shows/%ff?x=%'])(
  'the malformed path %s is a bad request, and the gateway continues to serve',
  async (path) => {
    const { url } = await startTestGateway();
    expect(await sendRaw(url, path)).toBe(400);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  },
);

test('a malformed query reaches the function', async () => {
  const { url } = await startTestGateway();
  expect(await sendRaw(url, '/shows?limit=%zz')).toBe(200);
});

test('a route with more literal segments wins', async () => {
  const { url } = await startTestGateway();
  const headers = await bearer({ user: 'ops', admin: true });
  const response = await fetch(`${url}/v1/shows/s1/sales`, { headers });
  expect(await response.json()).toMatchObject({ routeKey: 'GET /v1/shows/{showId}/sales' });
});
