import type { HttpAnswer } from '@willcall/client';
import type { SeatMap, SeatResource, ShowWithStock } from '@willcall/contracts';
import {
  listSeats,
  readShow,
  readShowAndStock,
  type SeatRecord,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { expect } from 'vitest';
import type { BoxOffice } from '../http/box-office.ts';

/** Seat ids of one row: `A-1` to `A-n`. */
export const seatRow = (name: string, seats: number): string[] =>
  Array.from({ length: seats }, (_, index) => `${name}-${index + 1}`);

/** Every seat of a show as stored, in the order of its map. */
export async function readStoredSeats(store: Store, show: ShowRecord): Promise<SeatRecord[]> {
  return [...(await listSeats(store, show, { limit: 100_000 })).seats];
}

/** The show as stored, or the test ends. */
export async function readStoredShow(store: Store, showId: string): Promise<ShowRecord> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new Error('The show is gone');
  return show;
}

/** At one instant, capacity is what is available and sold; at rest, the seats are as many. */
export async function expectStockAddsUp(
  store: Store,
  { showId, buckets }: ShowRecord,
): Promise<void> {
  const seen = await readShowAndStock(store, showId, buckets);
  if (seen === undefined) throw new Error('The show is gone');
  const sum = seen.stock.reduce((all, { available, sold }) => all + available + sold, 0);
  expect(sum).toBe(seen.show.capacity);
  for (const { available } of seen.stock) expect(available).toBeGreaterThanOrEqual(0);
}

/** The same, and every seat counted: nothing may be writing. */
export async function expectSeatsAddUp(store: Store, showId: string): Promise<ShowRecord> {
  const show = await readStoredShow(store, showId);
  await expectStockAddsUp(store, show);
  const seats = await readStoredSeats(store, show);
  const free = seats.filter(({ heldBy }) => heldBy === undefined).length;
  expect(seats).toHaveLength(show.capacity);
  const seen = await readShowAndStock(store, showId, show.buckets);
  expect(seen?.stock.reduce((sum, { available }) => sum + available, 0)).toBe(free);
  return show;
}

/** What an admin does with the seats of a show, over HTTP. */
export const createSeatClient = ({ send, adminToken }: BoxOffice, showId: string) => {
  const path = `/v1/shows/${showId}/seats`;
  const at = (seatId: string) => `${path}/${seatId}`;
  const map = async (): Promise<SeatResource[][]> => {
    const pages: SeatResource[][] = [];
    let query = '';
    do {
      const answer = await send({ path: `${path}${query}` });
      expect(answer).toMatchObject({ status: 200 });
      const { seats, nextCursor } = answer.body as SeatMap;
      pages.push([...seats]);
      query = nextCursor === undefined ? '' : `?cursor=${encodeURIComponent(nextCursor)}`;
    } while (query !== '');
    return pages;
  };
  return {
    put: (seats: readonly unknown[], token: string | undefined = adminToken): Promise<HttpAnswer> =>
      send({ method: 'PUT', path, token, body: { seats } }),
    get: (seatId: string) => send({ path: at(seatId) }),
    patch: (seatId: string, body: unknown, token: string | undefined = adminToken) =>
      send({ method: 'PATCH', path: at(seatId), token, body }),
    remove: (seatId: string, token: string | undefined = adminToken) =>
      send({ method: 'DELETE', path: at(seatId), token }),
    page: (cursor: string) => send({ path: `${path}?cursor=${encodeURIComponent(cursor)}` }),
    firstPage: () => send({ path }),
    map,
  };
};

/** Makes shows of these seats at a box office, each with its desk. */
export const seatedShowMaker =
  (office: BoxOffice) =>
  async (seats: readonly string[], overrides: Readonly<Record<string, unknown>> = {}) => {
    const body = {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: { amount: 1599, currency: 'EUR' },
      seats,
      ...overrides,
    };
    const answer = await office.send({
      method: 'POST',
      path: '/v1/shows',
      token: office.adminToken,
      body,
    });
    expect(answer).toMatchObject({ status: 201 });
    const show = answer.body as ShowWithStock;
    return { show, showId: show.showId, seatClient: createSeatClient(office, show.showId) };
  };
