import type { SeatResource } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import { houseOf, row } from '../support/seats/house.ts';

const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});

const house = houseOf(office);

describe('the seat map', () => {
  it('is given in pages that lead through every seat once, and may be kept for a second', async () => {
    const { desk } = await house([], { onSale: false });
    const seats = ['A', 'B', 'C'].flatMap((name) => row(name, 401));
    for (const name of ['A', 'B', 'C']) await desk.put(row(name, 401));
    const pages = await desk.map();
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 203]);
    const ids = pages.flat().map(({ seatId }) => seatId);
    expect(ids.toSorted()).toEqual(seats.toSorted());
    expect((await desk.firstPage()).headers['cache-control']).toBe('public, max-age=1');
  });

  it('of exactly one page has no next', async () => {
    const { desk } = await house(row('A', 500));
    expect((await desk.map()).map(({ length }) => length)).toEqual([500]);
  });

  it('loses no seat that stays while others are removed, its last one too', async () => {
    const { desk } = await house([], { onSale: false });
    await desk.put(row('A', 400));
    await desk.put(row('B', 400));
    const first = (await desk.firstPage()).body as {
      seats: SeatResource[];
      nextCursor: string;
    };
    const last = first.seats.at(-1);
    await desk.remove(last?.seatId ?? '');
    const second = (await desk.page(first.nextCursor)).body as { seats: SeatResource[] };
    const seen = [...first.seats, ...second.seats].map(({ seatId }) => seatId);
    expect(new Set(seen).size).toBe(800);
    expect(seen).toHaveLength(800);
  });

  it('takes back no cursor but its own', async () => {
    const { desk } = await house(row('A', 500));
    await desk.put(row('B', 100));
    const { nextCursor } = (await desk.firstPage()).body as { nextCursor: string };
    const other = await house(row('A', 2));
    const forged = { status: 400, body: { code: 'INVALID_CURSOR' } };
    expect(await desk.page(nextCursor)).toMatchObject({ status: 200 });
    expect(await desk.page(`${nextCursor.slice(0, -4)}AAAA`)).toMatchObject(forged);
    expect(await desk.page('forged')).toMatchObject(forged);
    expect(await desk.page('')).toMatchObject(forged);
    expect(await other.desk.page(nextCursor)).toMatchObject(forged);
  });

  it('has no other way to be asked', async () => {
    const { showId } = await house(row('A', 1));
    expect(await office.send({ path: `/v1/shows/${showId}/seats?limit=5` })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });
});
