import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type {
  PurchaseList,
  RejectionReason,
  SeatMap,
  ShowList,
  ShowWithStock,
  TitleList,
} from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/backend/scaled-timeout.ts';
import { purchaseBody, type ShowOverrides, showBody } from '../../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../../support/http/box-office.ts';
import { setAttributes } from '../../support/records/set-attributes.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A stage whose functions have a clock that a test can set forward, so that a show begins. */
async function openOffice() {
  let aheadMs = 0;
  const clock = (): Date => new Date(Date.now() + aheadMs);
  const office = await openBoxOffice({ seams: { clock } });
  return {
    ...office,
    inDays: (days: number): string => new Date(clock().getTime() + days * DAY_MS).toISOString(),
    letDaysPass: (days: number): void => {
      aheadMs += days * DAY_MS;
    },
    remove: (path: string) => office.send({ method: 'DELETE', path, token: office.adminToken }),
  };
}
type Office = Awaited<ReturnType<typeof openOffice>>;

const NO_SHOW: readonly [string, ShowOverrides, string][] = [
  ['a start in the year 0000', { startsAt: '0000-06-01T20:00:00Z' }, 'startsAt'],
  ['a start in the year 9999', { startsAt: '9999-06-01T20:00:00Z' }, 'startsAt'],
  [
    'a start last year',
    { startsAt: new Date(Date.now() - 365 * DAY_MS).toISOString() },
    'startsAt',
  ],
  [
    'a start with 15,000 digits of a second',
    { startsAt: `2035-06-01T20:00:00.${'0'.repeat(15_000)}Z` },
    'startsAt',
  ],
  ['a sale that closed last year', { saleClosesAt: '2020-01-01T00:00:00Z' }, 'saleClosesAt'],
  [
    'a sale that opens after the start',
    { saleOpensAt: '2099-06-02T20:00:00Z', saleClosesAt: '2099-06-03T20:00:00Z' },
    'saleOpensAt',
  ],
];

describe('a date that no show can have', () => {
  it('was taken for a new show, and for a change of one', async () => {
    const { send, adminToken: token, makeShow } = await openOffice();
    const { showId } = await makeShow();
    const path = `/v1/shows/${showId}`;
    const before = (await send({ path })).body;
    for (const [what, times, field] of NO_SHOW) {
      const refusal = {
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path: field }] },
      };
      const created = await send({
        method: 'POST',
        path: '/v1/shows',
        token,
        body: showBody(times),
      });
      expect(created, what).toMatchObject(refusal);
      const changed = await send({ method: 'PATCH', path, token, body: times });
      expect(changed, what).toMatchObject(refusal);
    }
    expect((await send({ path })).body).toEqual(before);
  });
});

/** A show that is not on sale, and what a buyer is told who asks for a ticket. */
type UnsoldShow = {
  readonly show: ShowOverrides;
  readonly act?: (office: Office, path: string) => Promise<unknown>;
  readonly available: number;
  readonly reason: RejectionReason;
};

const IN_A_DAY = new Date(Date.now() + DAY_MS).toISOString();
const cancelShow: UnsoldShow['act'] = ({ send, adminToken: token }, path) =>
  send({ method: 'POST', path: `${path}/cancel`, token });
const pauseSale: UnsoldShow['act'] = ({ send, adminToken: token }, path) =>
  send({ method: 'PATCH', path, token, body: { onSale: false } });
const sellLastTicket: UnsoldShow['act'] = async ({ buyer }, path) =>
  (await buyer()).buy(purchaseBody({ showId: path.slice('/v1/shows/'.length) }));
const letItClose: UnsoldShow['act'] = async ({ letDaysPass }) => letDaysPass(2);

const unsoldShows: readonly [string, UnsoldShow][] = [
  ['was cancelled', { show: {}, act: cancelShow, available: 0, reason: 'SHOW_CANCELLED' }],
  [
    'was cancelled before its sale opened',
    {
      show: { saleOpensAt: '2090-01-01T00:00:00Z' },
      act: cancelShow,
      available: 0,
      reason: 'SHOW_CANCELLED',
    },
  ],
  [
    'had begun',
    { show: { startsAt: IN_A_DAY }, act: letItClose, available: 0, reason: 'SALE_CLOSED' },
  ],
  [
    'had its sale closed',
    { show: { saleClosesAt: IN_A_DAY }, act: letItClose, available: 0, reason: 'SALE_CLOSED' },
  ],
  ['was paused', { show: {}, act: pauseSale, available: 1, reason: 'SALE_PAUSED' }],
  [
    'had not opened its sale',
    { show: { saleOpensAt: '2090-01-01T00:00:00Z' }, available: 1, reason: 'SALE_NOT_OPEN' },
  ],
  ['was sold out', { show: {}, act: sellLastTicket, available: 0, reason: 'SOLD_OUT' }],
];

it.each(unsoldShows)('a show that %s was on sale to its readers', async (_, unsold) => {
  const office = await openOffice();
  const { send } = office;
  const { showId } = await office.makeShow({ ...unsold.show, capacity: 1 });
  const path = `/v1/shows/${showId}`;
  await unsold.act?.(office, path);
  const offer = { onSale: false, notOnSaleReason: unsold.reason };
  const { available } = unsold;
  expect((await send({ path })).body).toMatchObject({ ...offer, available });
  // The lists are indexes, and know by the sold-out latch that no ticket is left.
  await waitFor(async () => {
    const pages = [await send({ path: '/v1/shows' }), await send({ path: '/v1/shows?past=true' })];
    const listed = pages.flatMap(({ body }) => (body as ShowList).shows);
    const { titles } = (await send({ path: '/v1/titles' })).body as TitleList;
    const shows = [...listed, ...titles.flatMap((title) => title.shows)];
    expect(shows).toMatchObject([offer, offer]);
  });
  // A buyer is told the same.
  const ana = await office.buyer();
  const { status, headers, body } = await ana.post(purchaseBody({ showId }));
  const told = status === 202 ? await ana.decided(headers.location ?? '') : body;
  expect(Object(told).reason ?? Object(told).code).toBe(unsold.reason);
});

it('a show that was latched as sold out with stock left was on sale to its readers', async () => {
  const { send, makeShow, store } = await openOffice();
  const { showId } = await makeShow({ capacity: 9 });
  await store.documents.send(
    setAttributes(store.tables.shows, { showId }, { soldOutAt: new Date().toISOString() }),
  );
  const offer = { soldOut: true, onSale: false, notOnSaleReason: 'SOLD_OUT', available: 0 };
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject(offer);
});

it('a show without seats was on sale to its readers', async () => {
  const { send, adminToken: token, buyer } = await openOffice();
  const { capacity: _, ...body } = showBody();
  const created = await send({
    method: 'POST',
    path: '/v1/shows',
    token,
    body: { ...body, seats: [] },
  });
  const offer = { onSale: false, notOnSaleReason: 'SEAT_UNKNOWN' };
  expect(created).toMatchObject({ status: 201, body: { ...offer, available: 0 } });
  const { showId } = created.body as ShowWithStock;
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject(offer);
  await waitFor(async () => {
    expect((await send({ path: '/v1/shows' })).body).toMatchObject({ shows: [offer] });
  });
  const { quantity: __, ...purchase } = purchaseBody({ showId });
  expect(await (await buyer()).buy({ ...purchase, seats: ['1-A1'] })).toMatchObject({
    reason: 'SEAT_UNKNOWN',
  });
  const path = `/v1/shows/${showId}/seats`;
  await send({ method: 'PUT', path, token, body: { seats: ['1-A1'] } });
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject({ onSale: true });
});

describe('a mistyped name or venue', () => {
  const patch = ({ send, adminToken: token }: Office, showId: string, body: object) =>
    send({ method: 'PATCH', path: `/v1/shows/${showId}`, token, body });
  const readTitles = async ({ send }: Office) => {
    const { titles } = (await send({ path: '/v1/titles' })).body as TitleList;
    return titles.map(({ name, shows }) => [name, shows.map(({ showId }) => showId)]);
  };
  /** The names in the list of titles, with or without shows, and how many shows each counts. */
  const readTitleItems = async ({ store }: Office) => {
    const { Items = [] } = await store.documents.send(
      new ScanCommand({
        TableName: store.tables.shows,
        FilterExpression: 'begins_with(showId, :title)',
        ExpressionAttributeValues: { ':title': '#title#' },
        ConsistentRead: true,
      }),
    );
    return Object.fromEntries(Items.map(({ title, shows }) => [title, shows]));
  };

  it('could not be corrected', async () => {
    const office = await openOffice();
    const { showId } = await office.makeShow({ name: 'Hamlte', venue: 'Golbe' });
    const corrected = { name: 'Hamlet', venue: 'Globe' };
    for (const body of [corrected, corrected, { name: ' Hamlet ' }]) {
      expect(await patch(office, showId, body)).toMatchObject({ status: 200, body: corrected });
    }
    expect((await office.send({ path: `/v1/shows/${showId}` })).body).toMatchObject(corrected);
    expect(await readTitleItems(office)).toEqual({ Hamlet: 1 });
    await waitFor(async () => {
      expect(await readTitles(office)).toEqual([['Hamlet', [showId]]]);
    });
    for (const [path, value] of [
      ['name', ' '],
      ['venue', 'v'.repeat(201)],
    ] as const) {
      expect(await patch(office, showId, { [path]: value })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path }] },
      });
    }
  });

  it('left a title without shows, or took one from other shows', async () => {
    const office = await openOffice();
    const { makeShow, remove } = office;
    const shows = await Promise.all(['A', 'A', 'A', 'B'].map((name) => makeShow({ name })));
    const [first = '', second = '', third = '', other = ''] = shows.map(({ showId }) => showId);
    expect(await readTitleItems(office)).toEqual({ A: 3, B: 1 });

    // All at once: the counts stay right whoever is first.
    const changes = [
      patch(office, first, { name: 'B' }),
      patch(office, second, { name: 'B' }),
      patch(office, other, { name: 'A' }),
      makeShow({ name: 'A' }),
      makeShow({ name: 'B' }),
      remove(`/v1/shows/${third}`),
    ];
    for (const change of await Promise.all(changes)) {
      expect('status' in change ? change.status : 200).toBeLessThan(300);
    }
    expect(await readTitleItems(office)).toEqual({ A: 2, B: 3 });

    await waitFor(async () => {
      expect(
        Object(await readTitles(office)).map(([, ids]: [string, string[]]) => ids.length),
      ).toEqual([2, 3]);
    });
    for (const { showId } of await listAll(office)) {
      expect(await remove(`/v1/shows/${showId}`)).toMatchObject({ status: 204 });
    }
    expect(await readTitleItems(office)).toEqual({});
  });

  it('took the title from a show that an earlier release created', async () => {
    const office = await openOffice();
    const { store, makeShow, remove } = office;
    const old = await makeShow({ name: 'A' });
    // An earlier release did not count.
    await store.documents.send(
      setAttributes(store.tables.shows, { showId: '#title#A' }, { shows: undefined }),
    );
    const { showId } = await makeShow({ name: 'A' });
    await remove(`/v1/shows/${showId}`);
    await waitFor(async () => expect(await readTitles(office)).toEqual([['A', [old.showId]]]));
  });
});

const listAll = async ({ send }: Office) =>
  ((await send({ path: '/v1/shows?limit=100' })).body as ShowList).shows;

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

const makeFourShows = ({ makeShow, inDays }: Office) =>
  Promise.all(['A', 'B', 'C', 'D'].map((name) => makeShow({ name, startsAt: inDays(1) })));

const lists: readonly [string, (office: Office) => Promise<DeletableList>][] = [
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
    const office = await openOffice();
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
    expect(await remove(first.ids.at(-1) ?? '')).toMatchObject({ status: 204 });
    expect((await readAfter(first.nextCursor)).ids).toEqual(rest.ids);
  },
);

describe('the list of shows', () => {
  it('began with shows that had begun', async () => {
    const office = await openOffice();
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
