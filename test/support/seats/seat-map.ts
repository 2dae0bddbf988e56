import type { HttpAnswer } from '@willcall/client/checked';
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
import { readBetweenSales } from '../sale/read-between-sales.ts';

/** Seat ids of one row: `A-1` to `A-n`. */
export const seatRow = (name: string, seats: number): string[] =>
  Array.from({ length: seats }, (_, index) => `${name}-${index + 1}`);

/** Every stored seat of a show, in the order of its seat map. */
export async function readStoredSeats(store: Store, show: ShowRecord): Promise<SeatRecord[]> {
  return [...(await listSeats(store, show, { limit: 100_000 })).records];
}

/** The stored show. Throws if there is none. */
export async function readStoredShow(store: Store, showId: string): Promise<ShowRecord> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new Error('expected a show');
  return show;
}

/** Available plus sold tickets equal the capacity at any instant. */
export async function expectStockAddsUp(
  store: Store,
  { showId, buckets }: ShowRecord,
): Promise<void> {
  const seen = await readBetweenSales(store, showId, buckets);
  const sum = seen.stock.reduce((all, { available, sold }) => all + available + sold, 0);
  expect(sum).toBe(seen.show.capacity);
  for (const { available } of seen.stock) expect(available).toBeGreaterThanOrEqual(0);
}

/** The same, and the free seats equal the available tickets. Nothing may write at the same time. */
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

/** The requests of an admin for the seats of a show, over HTTP. */
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

/** Creates shows with these seats at a box office, each with its client. */
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
