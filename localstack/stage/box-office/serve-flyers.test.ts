import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPage } from '@willcall/box-office';
import { expect, it, onTestFinished } from 'vitest';
import { startTestGateway } from '../../testing/test-gateway.ts';
import { serveFlyers } from './serve-flyers.ts';

/** A bucket whose objects have these types, beside another bucket on the same server. */
const TYPES: Readonly<Record<string, string>> = {
  '/flyers/shows/s1/a%20b.png': 'image/png',
  '/flyers/shows/s1/page.html': 'text/html',
  '/others/secret.png': 'image/png',
};

/** Returns the URL of a bucket. */
const openBucket = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/flyers`;
};

const openGateway = async (): Promise<string> => {
  const flyersUrl = await openBucket(({ url = '' }, response) => {
    const type = TYPES[url];
    response.writeHead(type === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' });
    response.end('content');
  });
  const boxOffice = openPage(() => Promise.reject(new Error('not built')));
  return (await startTestGateway({}, { boxOffice, flyersUrl })).url;
};

it('hands out a flyer under our own origin', async () => {
  const answer = await fetch(`${await openGateway()}/app/flyers/flyers/shows/s1/a%20b.png`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).toBe('content');
});

it.each([
  ['a file that is no image', '/flyers/shows/s1/page.html'],
  ['a flyer that does not exist', '/flyers/shows/s1/none.png'],
  ['another bucket', '/others/secret.png'],
  ['another bucket by a relative path', '/flyers/%2e%2e/others/secret.png'],
  ['another server', '//127.0.0.1:9/flyers/shows/s1/a%20b.png'],
])('does not hand out %s', async (_, path) => {
  const answer = await fetch(`${await openGateway()}/app/flyers${path}`);
  // The page takes every other path below /app/, and it is not built here.
  expect([404, 503]).toContain(answer.status);
  expect(await answer.text()).not.toBe('content');
});

const TIMEOUT_MS = 50;

it.each<[string, RequestListener]>([
  ['drops the connection', ({ socket }) => void socket.destroy()],
  ['does not answer', () => undefined],
  [
    'stops in the middle of a flyer',
    (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).write('con'),
  ],
])('says in time that it has no flyer from a bucket that %s', async (_, answer) => {
  const serve = serveFlyers(await openBucket(answer), TIMEOUT_MS);
  const request = { method: 'GET', path: '/app/flyers/flyers/shows/s1/a.png' };
  const unused = { headers: {}, port: 0, readBody: () => Promise.reject(new Error('unused')) };
  expect(await serve({ ...request, ...unused })).toMatchObject({ statusCode: 503 });
});
