import type { TakenSeats } from '@willcall/contracts';
import { expect, inject, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { seatedShowMaker, seatRow } from '../support/seats/seat-map.ts';

/** The functions' clock. Their copies are a second old when it is a second later. */
let now = Date.now();
const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
  seams: { clock: () => new Date(now) },
});
const makeSeatedShow = seatedShowMaker(office);

/** What is taken at the next reading. */
const readTaken = async (showId: string): Promise<TakenSeats> => {
  now += 1_001;
  const answer = await office.send({ path: `/v1/shows/${showId}/seats/taken` });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as TakenSeats;
};

const get = (showId: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  fetch(`${office.stage.url}/v1/shows/${showId}/seats/taken`, {
    method,
    headers,
    cache: 'no-store',
  });

it('a seat is taken after its purchase, and free again after the cancellation', async () => {
  const { showId } = await makeSeatedShow(seatRow('A', 160));
  expect((await readTaken(showId)).taken).toEqual([]);
  const ana = await office.buyer();
  const { quantity: _, ...order } = purchaseBody({ showId, seats: ['A-20', 'A-100', 'A-3'] });
  const { purchaseId } = await ana.buy(order);
  const { taken, at } = await readTaken(showId);
  expect(taken).toEqual(['A-100', 'A-20', 'A-3']);
  expect(at).toBe(new Date(now).toISOString());
  await ana.cancel(`/v1/purchases/${purchaseId}`);
  expect((await readTaken(showId)).taken).toEqual([]);
});

it.each(['GET', 'HEAD'])('a %s is 304 while the same seats are taken', async (method) => {
  const { showId } = await makeSeatedShow(seatRow('A', 3));
  const first = await get(showId);
  expect(first.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=1');
  const tag = String(first.headers.get('etag'));
  // A later reading, with another time.
  now += 1_001;
  const same = await get(showId, { 'if-none-match': tag }, method);
  expect(same.status).toBe(304);
  expect(same.headers.get('etag')).toBe(tag);
  expect(await same.text()).toBe('');
  const { quantity: _, ...order } = purchaseBody({ showId, seats: ['A-1'] });
  await (await office.buyer()).buy(order);
  now += 1_001;
  const changed = await get(showId, { 'if-none-match': tag });
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({ taken: ['A-1'] });
});

it('a show with general admission has no taken seats, as it has no seat map', async () => {
  const { showId } = await office.makeShow();
  expect((await readTaken(showId)).taken).toEqual([]);
});

it('a show that is unknown or was removed is 404, and the answer is not kept', async () => {
  const { showId } = await makeSeatedShow(seatRow('A', 2));
  await readTaken(showId);
  await office.send({ method: 'DELETE', path: `/v1/shows/${showId}`, token: office.adminToken });
  for (const id of [showId, 'AAAAAAAAAAAAAAAA']) {
    const answer = await get(id);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'SHOW_NOT_FOUND' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});
