import { openPage } from '@willcall/box-office';
import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../../testing/test-gateway.ts';

const PAGE = 'http://localhost:5173';

const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

/** Asks as a browser does before a page of the origin sends a purchase. */
const preflight = (url: string, origin: string) =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  });

describe('a gateway with an allowed origin', () => {
  const open = () => startTestGateway({}, { browserOrigins: [PAGE] });

  it('answers a preflight request, on any path', async () => {
    const { url } = await open();
    for (const path of ['/v1/purchases', '/no/such/route']) {
      const answer = await preflight(`${url}${path}`, PAGE);
      expect(answer.status).toBe(204);
      expect(corsHeaders(answer)).toEqual({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'DELETE,GET,PATCH,POST,PUT',
        'access-control-allow-headers':
          'authorization,content-type,idempotency-key,if-none-match,x-correlation-id',
        'access-control-max-age': '7200',
      });
    }
  });

  it.each([
    ['an answer of a function', '/v1/shows', 200],
    ['an error of the gateway', '/v1/purchases/x', 401],
    ['a path without a route', '/no/such/route', 404],
  ])('lets its page read %s', async (_, path, status) => {
    const { url } = await open();
    const answer = await fetch(`${url}${path}`, { headers: { origin: PAGE } });
    expect(answer.status).toBe(status);
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': PAGE,
      'access-control-expose-headers':
        'etag,location,retry-after,idempotency-key,x-correlation-id,deprecation,sunset',
    });
  });

  it.each([
    'http://localhost:5174',
    'https://localhost:5173',
    'http://localhost:5173.evil.example',
    'http://LOCALHOST:5173',
    'null',
  ])('says nothing of CORS to %s', async (origin) => {
    const { url } = await open();
    expect(corsHeaders(await preflight(`${url}/v1/purchases`, origin))).toEqual({});
    expect(corsHeaders(await fetch(`${url}/v1/shows`, { headers: { origin } }))).toEqual({});
  });

  it('keeps what is no route of the API closed', async () => {
    const boxOffice = openPage(() => Promise.reject(new Error('not built')));
    const { url } = await startTestGateway({}, { browserOrigins: [PAGE], boxOffice });
    const signIn = `${url}/app/runner/sign-in`;
    const asked = await preflight(signIn, PAGE);
    expect(asked.status).toBe(405);
    expect(corsHeaders(asked)).toEqual({});
    const headers = { origin: PAGE, 'content-type': 'application/json' };
    const sent = await fetch(signIn, { method: 'POST', headers, body: '{"user":"ana"}' });
    expect(sent.status).toBe(403);
    for (const answer of [sent, await fetch(`${url}/docs`, { headers: { origin: PAGE } })]) {
      expect(corsHeaders(answer)).toEqual({});
    }
  });
});

it('a gateway without an allowed origin has no CORS', async () => {
  const { url } = await startTestGateway();
  const asked = await preflight(`${url}/v1/purchases`, PAGE);
  expect(asked.status).toBe(404);
  expect(corsHeaders(asked)).toEqual({});
  expect(corsHeaders(await fetch(`${url}/v1/shows`, { headers: { origin: PAGE } }))).toEqual({});
});
