import {
  known,
  type PurchaseList,
  type SeatMap,
  type ShowList,
  type ShowWithStock,
  type TitleList,
} from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../../support/http/bodies.ts';
import type { BoxOffice } from '../../support/http/box-office.ts';
import { type OfficeWithClock, openOfficeWithClock } from '../../support/http/office-with-clock.ts';

/** The ids on a page of any list, in order. */
type Page = { readonly ids: readonly string[]; readonly nextCursor: string | undefined };

const readPage = async (send: BoxOffice['send'], path: string, token?: string): Promise<Page> => {
  const answer = await send({ path, ...(token === undefined ? {} : { token }) });
  expect(answer).toMatchObject({ status: 200 });
  const body = answer.body as Partial<PurchaseList & ShowList & TitleList & SeatMap>;
  const ids = [
    ...(body.purchases ?? []).map(({ purchaseId }) => purchaseId),
    ...(body.shows ?? []).map(({ showId }) => showId),
    ...(body.titles ?? []).map(({ name }) => name),
    ...(body.seats ?? []).map(({ seatId }) => seatId),
  ];
  return { ids, nextCursor: body.nextCursor };
};

/** A list of several items, and how to delete one of them. */
type DeletableList = {
  readonly path: string;
  readonly count: number;
  /** Absent where the server chooses the size of a page. */
  readonly limit?: number;
  readonly query?: string;
  readonly token?: string;
  remove(id: string): Promise<{ readonly status: number }>;
};

const makeFourShows = ({ makeShow, inDays }: OfficeWithClock) =>
  Promise.all(['A', 'B', 'C', 'D'].map((name) => makeShow({ name, startsAt: inDays(1) })));

const lists: readonly [string, (office: OfficeWithClock) => Promise<DeletableList>][] = [
  [
    'purchases',
    async ({ makeShow, buyer }) => {
      const { showId } = await makeShow();
      const ana = await buyer();
      for (let n = 0; n < 4; n += 1) await ana.buy(purchaseBody({ showId }));
      const remove = (id: string) => ana.erase(`/v1/purchases/${id}`);
      return { path: '/v1/users/me/purchases', count: 4, limit: 2, token: ana.token, remove };
    },
  ],
  [
    'upcoming shows',
    async (office) => {
      await makeFourShows(office);
      const remove = (id: string) => office.remove(`/v1/shows/${id}`);
      return { path: '/v1/shows', count: 4, limit: 2, remove };
    },
  ],
  [
    'shows that have begun',
    async (office) => {
      await makeFourShows(office);
      office.letDaysPass(2);
      const remove = (id: string) => office.remove(`/v1/shows/${id}`);
      return { path: '/v1/shows', query: '&past=true', count: 4, limit: 2, remove };
    },
  ],
  [
    'titles',
    async (office) => {
      const made = await makeFourShows(office);
      const remove = (title: string) =>
        office.remove(`/v1/shows/${made.find(({ name }) => name === title)?.showId}`);
      return { path: '/v1/titles', count: 4, limit: 2, remove };
    },
  ],
  [
    'seats',
    async ({ makeShow, send, adminToken, remove }) => {
      const seats = Array.from({ length: 500 }, (_, n) => `1-A${n + 1}`);
      const { showId } = await makeShow({ capacity: undefined, seats });
      const path = `/v1/shows/${showId}/seats`;
      const body = { seats: ['2-A1', '2-A2'] };
      await send({ method: 'PUT', path, token: adminToken, body });
      return { path, count: 502, remove: (id) => remove(`${path}/${id}`) };
    },
  ],
];

it.each(lists)(
  'the rest of a list of %s was unreadable when its last one was deleted',
  async (_, make) => {
    const office = await openOfficeWithClock();
    const { path, count, limit, query = '', token, remove } = await make(office);
    const size = limit === undefined ? '' : `limit=${limit}`;
    const readAfter = (cursor = '') =>
      readPage(
        office.send,
        `${path}?${limit === undefined ? '' : 'limit=100&'}cursor=${cursor}${query}`,
        token,
      );
    const { first, rest } = await waitFor(async () => {
      const first = await readPage(office.send, `${path}?${size}${query}`, token);
      const rest = await readAfter(first.nextCursor);
      expect(new Set([...first.ids, ...rest.ids]).size).toBe(count);
      return { first, rest };
    });
    expect(await remove(known(first.ids.at(-1), 'last id'))).toMatchObject({ status: 204 });
    expect((await readAfter(first.nextCursor)).ids).toEqual(rest.ids);
  },
);

describe('the list of shows', () => {
  it('began with shows that had begun', async () => {
    const office = await openOfficeWithClock();
    const { makeShow, inDays, letDaysPass, send } = office;
    const begun: ShowWithStock[] = [];
    for (const days of [1, 2, 3]) begun.push(await makeShow({ startsAt: inDays(days) }));
    letDaysPass(40);
    const upcoming: ShowWithStock[] = [];
    for (const days of [1, 50, 90]) upcoming.push(await makeShow({ startsAt: inDays(days) }));
    const idsOf = (shows: readonly { readonly showId: string }[]) =>
      shows.map(({ showId }) => showId);
    await waitFor(async () => {
      expect((await readPage(send, '/v1/shows')).ids).toEqual(idsOf(upcoming));
      // The past is listed on request, the latest first.
      const past = await readPage(send, '/v1/shows?past=true');
      expect(past.ids).toEqual(idsOf(begun.toReversed()));
    });
    const pages = [];
    let cursor = '';
    do {
      const page = await readPage(send, `/v1/shows?past=true&limit=1${cursor}`);
      pages.push(page.ids);
      cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(pages).toEqual(idsOf(begun.toReversed()).map((id) => [id]));
  });
});
