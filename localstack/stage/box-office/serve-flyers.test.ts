import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPage } from '@willcall/box-office';
import { expect, it, onTestFinished } from 'vitest';
import { startTestGateway } from '../../testing/test-gateway.ts';

/** A bucket whose objects have these types, beside another bucket on the same server. */
const TYPES: Readonly<Record<string, string>> = {
  '/flyers/shows/s1/a%20b.png': 'image/png',
  '/flyers/shows/s1/page.html': 'text/html',
  '/others/secret.png': 'image/png',
};

const openGateway = async (): Promise<string> => {
  const bucket = createServer(({ url = '' }, response) => {
    const type = TYPES[url];
    response.writeHead(type === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' });
    response.end('content');
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  bucket.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => void bucket.close());
  const { port } = bucket.address() as AddressInfo;
  const boxOffice = openPage(() => Promise.reject(new Error('not built')));
  const flyersUrl = `http://127.0.0.1:${port}/flyers`;
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
