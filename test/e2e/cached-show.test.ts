import { beforeAll, expect, it } from 'vitest';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';

let office: BoxOffice;
let url: string;

beforeAll(async () => {
  office = await openBoxOffice();
  const { showId } = await office.makeShow({ capacity: 5 });
  url = `${office.stage.url}/v1/shows/${showId}`;
});

const get = (headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  fetch(url, { method, headers, cache: 'no-store' });

it('a show can be kept by caches for a second, and is the same with any token', async () => {
  const answer = await get();
  expect(answer.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=1');
  expect(answer.headers.get('vary')).toBe('origin');
  const tag = answer.headers.get('etag');
  const ofAdmin = await get({ authorization: `Bearer ${office.adminToken}` });
  expect(ofAdmin.headers.get('etag')).toBe(tag);
  expect(await ofAdmin.json()).toEqual(await answer.json());
});

it.each(['GET', 'HEAD'])('a %s of an unchanged show is 304 without a body', async (method) => {
  const tag = String((await get()).headers.get('etag'));
  const answer = await get({ 'if-none-match': tag }, method);
  expect(answer.status).toBe(304);
  expect(answer.headers.get('etag')).toBe(tag);
  expect(answer.headers.get('cache-control')).toContain('max-age=1');
  expect(answer.headers.has('content-length')).toBe(false);
  expect(await answer.text()).toBe('');
});

it('a show that does not exist is not kept', async () => {
  const answer = await fetch(`${office.stage.url}/v1/shows/AAAAAAAAAAAAAAAA`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});
