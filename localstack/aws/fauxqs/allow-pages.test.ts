import { expect, inject, it, test } from 'vitest';
import { onlyEmbedded } from '../../testing/provided.ts';

onlyEmbedded('S3');

const bucket = `${inject('sqsEndpoint')}/a-bucket/shows/s1/a.png`;

/** Asks as a browser does before a page sends something to another origin. */
const ask = (origin: string, method: string) =>
  fetch(bucket, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type',
    },
  });

test.each(['http://127.0.0.1:3000', 'http://localhost:5173', 'http://127.0.0.1'])(
  'a page at %s may upload',
  async (origin) => {
    const answer = await ask(origin, 'PUT');
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type',
    });
  },
);

test.each([
  ['http://evil.example', 'PUT'],
  ['http://127.0.0.1.evil.example:3000', 'PUT'],
  ['http://127.0.0.1:3000', 'DELETE'],
  ['null', 'PUT'],
])('a page at %s may not send %s', async (origin, method) => {
  const answer = await ask(origin, method);
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
    [],
  );
});

it('lets the page read the answer to its upload', async () => {
  const origin = 'http://127.0.0.1:3000';
  const answer = await fetch(bucket, { method: 'PUT', headers: { origin }, body: 'x' });
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
});
