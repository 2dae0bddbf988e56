import type { SeatResource } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { seatedShowMaker, seatRow } from '../support/seats/seat-map.ts';

const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});

const makeSeatedShow = seatedShowMaker(office);

describe('the seat map', () => {
  it('has pages that return every seat once, and can be cached for a second', async () => {
    const { seatClient } = await makeSeatedShow([], { onSale: false });
    const seats = ['A', 'B', 'C'].flatMap((name) => seatRow(name, 401));
    for (const name of ['A', 'B', 'C']) await seatClient.put(seatRow(name, 401));
    const pages = await seatClient.map();
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 203]);
    const ids = pages.flat().map(({ seatId }) => seatId);
    expect(ids.toSorted()).toEqual(seats.toSorted());
    expect((await seatClient.firstPage()).headers['cache-control']).toBe('public, max-age=1');
  });

  it.each(['GET', 'HEAD'])('is 304 to a %s until a seat of the page changes', async (method) => {
    const { showId } = await makeSeatedShow(seatRow('A', 3));
    const get = (headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${office.stage.url}/v1/shows/${showId}/seats`, { method, headers, cache: 'no-store' });
    const first = await get();
    expect(first.status).toBe(200);
    const tag = String(first.headers.get('etag'));
    const same = await get({ 'if-none-match': tag });
    expect(same.status).toBe(304);
    expect(await same.text()).toBe('');
    expect(same.headers.get('etag')).toBe(tag);
    expect(same.headers.get('cache-control')).toBe('public, max-age=1');

    const { quantity: _, ...order } = purchaseBody({ showId, seats: ['A-2'] });
    await (await office.buyer()).buy(order);
    // An environment keeps the page for a second.
    const readChanged = async () => (await get({ 'if-none-match': tag })).status;
    await expect.poll(readChanged).toBe(200);
  });

  it('does not answer one page with the tag of another', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 500));
    await seatClient.put(seatRow('B', 500));
    const first = await seatClient.firstPage();
    const { nextCursor } = first.body as { nextCursor: string };
    const second = await seatClient.page(nextCursor);
    expect(second.headers.etag).not.toBe(first.headers.etag);
    const path = `/v1/shows/${showId}/seats?cursor=${nextCursor}`;
    const headers = { 'if-none-match': String(first.headers.etag) };
    expect(await office.send({ path, headers })).toMatchObject({ status: 200 });
  });

  it('of exactly one page has no next page', async () => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 500));
    expect((await seatClient.map()).map(({ length }) => length)).toEqual([500]);
  });

  it('skips no remaining seat while others are removed, including the last seat of a page', async () => {
    const { seatClient } = await makeSeatedShow([], { onSale: false });
    await seatClient.put(seatRow('A', 400));
    await seatClient.put(seatRow('B', 400));
    const first = (await seatClient.firstPage()).body as {
      seats: SeatResource[];
      nextCursor: string;
    };
    const last = first.seats.at(-1);
    await seatClient.remove(last?.seatId ?? '');
    const second = (await seatClient.page(first.nextCursor)).body as { seats: SeatResource[] };
    const seen = [...first.seats, ...second.seats].map(({ seatId }) => seatId);
    expect(new Set(seen).size).toBe(800);
    expect(seen).toHaveLength(800);
  });

  it('accepts only its own cursors', async () => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 500));
    await seatClient.put(seatRow('B', 100));
    const { nextCursor } = (await seatClient.firstPage()).body as { nextCursor: string };
    const other = await makeSeatedShow(seatRow('A', 2));
    const forged = { status: 400, body: { code: 'INVALID_CURSOR' } };
    expect(await seatClient.page(nextCursor)).toMatchObject({ status: 200 });
    expect(await seatClient.page(`${nextCursor.slice(0, -4)}AAAA`)).toMatchObject(forged);
    expect(await seatClient.page('forged')).toMatchObject(forged);
    expect(await seatClient.page('')).toMatchObject(forged);
    expect(await other.seatClient.page(nextCursor)).toMatchObject(forged);
  });

  it('accepts no other query parameters', async () => {
    const { showId } = await makeSeatedShow(seatRow('A', 1));
    expect(await office.send({ path: `/v1/shows/${showId}/seats?limit=5` })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });
});
