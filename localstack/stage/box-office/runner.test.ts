import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { openPage } from '@willcall/box-office';
import { decodeJwt } from 'jose';
import { describe, expect, it, test } from 'vitest';
import { startTestGateway } from '../../testing/test-gateway.ts';
import type { DemoSaleStart, StartDemoSale } from './demo-sale.ts';
import { createRunner } from './runner.ts';

/** A page that is never asked for. */
const boxOffice = openPage(() => Promise.reject(new Error('not built')));

type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
};

const SIGN_IN = '/app/runner/sign-in';
const DEMO_SALE = '/app/runner/demo-sale';

const neverStarts: StartDemoSale = () => Promise.reject(new Error('A stranger started a sale.'));

/** Sends a request of our own page, with what is different in it. `undefined` leaves a header out. */
const send = async (
  different: (port: string) => Sent = () => ({}),
  startDemoSale: StartDemoSale = neverStarts,
) => {
  const gateway = await startTestGateway({}, { boxOffice, startDemoSale });
  const { port, host, origin } = new URL(gateway.url);
  const { method = 'POST', path = SIGN_IN, headers, body = '{"user":"ana"}' } = different(port);
  const sent = request({
    port,
    host: '127.0.0.1',
    method,
    path,
    setHost: false,
    headers: { host, origin, 'content-type': 'application/json', ...headers },
  });
  sent.end(['POST', 'PUT'].includes(method) ? body : undefined);
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    headers: Readonly<Record<string, unknown>>;
    body: unknown;
  }>();
  sent.on('error', reject);
  sent.on('response', async (response) => {
    resolve({ status: response.statusCode, headers: response.headers, body: await json(response) });
  });
  return await promise;
};

describe('a sign-in', () => {
  it('by our own page gets the token of the name', async () => {
    const { status, headers, body } = await send();
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    const { token } = body as { token: string };
    expect(decodeJwt(token)).toMatchObject({ sub: 'ana', iss: 'https://willcall.local' });
    expect(decodeJwt(token).scope).toBeUndefined();
  });

  it('as the organiser gets the scope of an admin', async () => {
    const { body } = await send(() => ({ body: '{"user":"ops","admin":true}' }));
    expect(decodeJwt((body as { token: string }).token).scope).toBe('willcall/admin');
  });

  it('by the name localhost is ours too', async () => {
    const local = (port: string) => `localhost:${port}`;
    const headers = (port: string) => ({ host: local(port), origin: `http://${local(port)}` });
    expect((await send((port) => ({ headers: headers(port) }))).status).toBe(200);
  });

  it.each(['', '{', 'null', '{"user":"josé"}', '{"user":1}', '{"user":"a","role":"x"}'])(
    'with the body %j is refused with a sentence',
    async (body) => {
      const refused = await send(() => ({ body }));
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({ message: expect.stringMatching(/^Send the name of a/) });
    },
  );

  it('with an endless body is refused', async () => {
    expect((await send(() => ({ body: `"${'a'.repeat(5_000)}"` }))).status).toBe(413);
  });
});

describe('a demo sale', () => {
  const start = (started: DemoSaleStart, body = '{}') =>
    send(
      () => ({ path: DEMO_SALE, body }),
      async () => started,
    );

  it('that our own page starts gets the id of its show', async () => {
    const { status, body } = await start({ outcome: 'started', showId: 'hamlet' });
    expect([status, body]).toEqual([200, { showId: 'hamlet' }]);
  });

  it('does not start while one runs, and the answer says which', async () => {
    const { status, body } = await start({ outcome: 'running', showId: 'hamlet' });
    expect(status).toBe(409);
    expect(body).toEqual({
      message: 'A demo sale is running. The next one can start when it has ended.',
      showId: 'hamlet',
    });
  });

  it('that could not start says why', async () => {
    const message = 'The demo sale has not started. The disk is full.';
    const { status, body } = await start({ outcome: 'failed', message });
    expect([status, body]).toEqual([503, { message }]);
  });

  it.each(['', '[]', '{"buyers":5}'])(
    'with the body %j is refused with a sentence',
    async (body) => {
      const refused = await send(() => ({ path: DEMO_SALE, body }));
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({
        message: expect.stringMatching(/^Send an empty object/),
      });
    },
  );

  it('of a gateway whose runner has no buyers does not exist', async () => {
    const { url } = await startTestGateway({}, { boxOffice });
    const headers = { 'content-type': 'application/json', origin: url };
    const answer = await fetch(`${url}${DEMO_SALE}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(404);
  });
});

/** Requests that only somebody else's page, or nobody's page, can send. */
const strangers: readonly [string, number, (port: string) => Sent][] = [
  [
    'under a name that another page has pointed at 127.0.0.1',
    403,
    (port) => ({
      headers: { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    }),
  ],
  ['under another port', 403, () => ({ headers: { host: '127.0.0.1:1' } })],
  ['under no port', 403, () => ({ headers: { host: '127.0.0.1' } })],
  [
    'under a name that begins like ours',
    403,
    (port) => ({ headers: { host: `127.0.0.1.evil.example:${port}` } }),
  ],
  [
    'under our name with a dot at its end',
    403,
    (port) => ({
      headers: { host: `localhost.:${port}`, origin: `http://localhost.:${port}` },
    }),
  ],
  [
    'under our name in capital letters, as no browser sends it',
    403,
    (port) => ({ headers: { host: `LOCALHOST:${port}`, origin: `http://LOCALHOST:${port}` } }),
  ],
  [
    'under the address of IPv6, where nothing listens',
    403,
    (port) => ({ headers: { host: `[::1]:${port}`, origin: `http://[::1]:${port}` } }),
  ],
  [
    'by a whole URL with our name, under another one',
    403,
    (port) => ({
      path: `http://127.0.0.1:${port}${SIGN_IN}`,
      headers: { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    }),
  ],
  [
    'from two origins',
    403,
    (port) => ({ headers: { origin: [`http://127.0.0.1:${port}`, 'https://evil.example'] } }),
  ],
  ['from a page elsewhere', 403, () => ({ headers: { origin: 'https://evil.example' } })],
  [
    'from another port of this machine',
    403,
    () => ({ headers: { origin: 'http://127.0.0.1:8080' } }),
  ],
  ['from a page on a disk', 403, () => ({ headers: { origin: 'null' } })],
  [
    'from localhost to 127.0.0.1',
    403,
    (port) => ({ headers: { origin: `http://localhost:${port}` } }),
  ],
  ['without an origin', 403, () => ({ headers: { origin: [] } })],
  ['by GET', 405, () => ({ method: 'GET' })],
  ['by PUT', 405, () => ({ method: 'PUT' })],
  ['by OPTIONS, as a browser asks first', 405, () => ({ method: 'OPTIONS' })],
  ['as a form', 415, () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
  ['as plain text', 415, () => ({ headers: { 'content-type': 'text/plain' } })],
  ['without a content type', 415, () => ({ headers: { 'content-type': [] } })],
  [
    'as something that begins like JSON',
    415,
    () => ({ headers: { 'content-type': 'application/jsonp' } }),
  ],
  [
    'as JSON and as plain text',
    415,
    () => ({ headers: { 'content-type': ['application/json', 'text/plain'] } }),
  ],
  ['to an endpoint that does not exist', 404, () => ({ path: '/app/runner/tokens' })],
];

test.each(
  [SIGN_IN, DEMO_SALE].flatMap((path) =>
    strangers.map(([who, ...expected]) => [path, who, ...expected] as const),
  ),
)('a request to %s %s is refused with %i', async (path, _, status, different) => {
  const refused = await send((port) => ({ path, ...different(port) }));
  expect(refused.status).toBe(status);
  expect(refused.body).toEqual({ message: expect.any(String) });
  expect(Object.keys(refused.headers).filter((name) => name.startsWith('access-control'))).toEqual(
    [],
  );
});

test('a request to a runner on port 80 names no port', async () => {
  const request = {
    method: 'POST',
    path: SIGN_IN,
    headers: {
      host: ['localhost'],
      origin: ['http://localhost'],
      'content-type': ['application/json'],
    },
    port: 80,
    readBody: async () => Buffer.from('{"user":"ana"}'),
  };
  const runner = createRunner([{ name: 'sign-in', answer: async (body) => body }]);
  expect(await runner(request)).toMatchObject({ statusCode: 200 });
  expect(await runner({ ...request, port: 8080 })).toMatchObject({ statusCode: 403 });
});

test('a gateway without the page has no runner', async () => {
  const { url } = await startTestGateway();
  const { origin } = new URL(url);
  const headers = { 'content-type': 'application/json', origin };
  const answer = await fetch(`${url}${SIGN_IN}`, { method: 'POST', headers, body: '{"user":"a"}' });
  expect(answer.status).toBe(404);
});
