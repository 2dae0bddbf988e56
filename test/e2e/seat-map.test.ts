import type { SeatResource } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
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
