import type { Sales, TitleList } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const calls = watchCalls();
const office = await openBoxOffice({ seams: { dynamodbPlugins: [calls.plugin] } });

const get = (path: string, token: string | undefined = office.adminToken) =>
  office.send({ path, token });
const readTotals = async ({ send, adminToken }: BoxOffice): Promise<Sales> => {
  const answer = await send({ path: '/v1/sales', token: adminToken });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as Sales;
};
const money = (amount: number, currency = 'EUR') => ({ amount, currency });

describe('the sales over all shows', () => {
  it('are zero without a show', async () => {
    expect(await readTotals(await openBoxOffice())).toEqual({
      capacity: 0,
      available: 0,
      held: 0,
      sold: 0,
      revenue: [],
    });
  });

  it('add up tickets, and revenue by currency, over months and shards, without a scan', async () => {
    const makeSeatedShow = await openBoxOffice({ seams: { dynamodbPlugins: [calls.plugin] } });
    const shows = [
      await makeSeatedShow.makeShow({ capacity: 640, price: money(1_000) }),
      await makeSeatedShow.makeShow({
        capacity: 10,
        price: money(500, 'USD'),
        startsAt: '2098-01-01T20:00:00Z',
      }),
      await makeSeatedShow.makeShow({
        capacity: 5,
        price: money(1),
        startsAt: '2097-01-01T20:00:00Z',
      }),
      await makeSeatedShow.makeShow({ capacity: 7, price: money(3, 'CHF') }),
    ];
    const ana = await makeSeatedShow.buyer();
    for (const [index, { showId }] of shows.slice(0, 3).entries()) {
      const quantity = index + 2;
      expect(await ana.buy(purchaseBody({ showId, quantity }))).toMatchObject({ quantity });
    }
    await waitFor(async () => {
      expect(await readTotals(makeSeatedShow)).toEqual({
        capacity: 662,
        available: 653,
        held: 0,
        sold: 9,
        revenue: [money(0, 'CHF'), money(2_004), money(1_500, 'USD')],
      });
    });
    expect(calls.inputsOf('ScanCommand')).toEqual([]);
  });

  it('leave out a removed show', async () => {
    const makeSeatedShow = await openBoxOffice();
    const { showId } = await makeSeatedShow.makeShow({ capacity: 5 });
    await makeSeatedShow.makeShow({ capacity: 6 });
    const path = `/v1/shows/${showId}`;
    await makeSeatedShow.send({ method: 'DELETE', path, token: makeSeatedShow.adminToken });
    await waitFor(async () => {
      expect(await readTotals(makeSeatedShow)).toMatchObject({
        capacity: 6,
        available: 6,
        held: 0,
        sold: 0,
      });
    });
  });

  it('are read a hundred items at a time', async () => {
    const makeSeatedShow = await openBoxOffice({ seams: { dynamodbPlugins: [calls.plugin] } });
    const make = async (count: number) => {
      for (let made = 0; made < count; made += 1) await makeSeatedShow.makeShow({ capacity: 160 });
    };
    await Promise.all([make(26), make(26), make(26), make(26)]);
    await waitFor(async () => {
      expect(await readTotals(makeSeatedShow)).toMatchObject({
        capacity: 104 * 160,
        available: 104 * 160,
        held: 0,
      });
    });
    const { length: before } = calls.inputsOf('BatchGetItemCommand');
    await readTotals(makeSeatedShow);
    // 104 settlements and 208 shards.
    expect(calls.inputsOf('BatchGetItemCommand')).toHaveLength(before + 2 + 3);
  });

  it('require an admin, as do those of one show', async () => {
    const { showId } = await office.makeShow();
    const { token } = await office.buyer();
    for (const path of ['/v1/sales', `/v1/shows/${showId}/sales`]) {
      expect(await get(path, token)).toMatchObject({ status: 403 });
      expect(await get(path)).toMatchObject({ status: 200 });
    }
  });
});

describe('the sales of one show', () => {
  it('are read at one instant: available and sold tickets add up to the capacity', async () => {
    const { showId } = await office.makeShow({ capacity: 160 });
    const crowd = await Promise.all(Array.from({ length: 30 }, () => office.buyer()));
    const buying = Promise.all(
      crowd.map((buyer) => buyer.buy(purchaseBody({ showId, quantity: 8 }))),
    );
    let isOver = false;
    const over = buying.finally(() => {
      isOver = true;
    });
    do {
      const { capacity, available, sold } = await office.sales(showId);
      expect(available + sold).toBe(capacity);
    } while (!isOver);
    await over;
    expect(await office.sales(showId)).toEqual({
      capacity: 160,
      available: 0,
      held: 0,
      sold: 160,
      revenue: [money(160 * 1_599)],
    });
  });

  it('return 404 for an unknown show', async () => {
    expect(await get('/v1/shows/AAAAAAAAAAAAAAAA/sales')).toMatchObject({ status: 404 });
  });
});

describe('the titles', () => {
  const page = async ({ send }: BoxOffice, query = ''): Promise<TitleList> => {
    const answer = await send({ path: `/v1/titles${query}` });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body as TitleList;
  };
  const allPages = async (makeSeatedShow: BoxOffice, limit: number) => {
    const pages: TitleList['titles'][] = [];
    let cursor: string | undefined;
    do {
      const more = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { titles, nextCursor } = await page(makeSeatedShow, `?limit=${limit}${more}`);
      pages.push(titles);
      cursor = nextCursor;
    } while (cursor !== undefined && pages.length < 50);
    return pages;
  };

  it('are the distinct names in order, each with its shows by start, across pages', async () => {
    const makeSeatedShow = await openBoxOffice();
    const names = Array.from(
      { length: 21 },
      (_, index) => `Play ${String.fromCharCode(85 - index)}`,
    );
    for (const name of names) await makeSeatedShow.makeShow({ name });
    const hamlets = [];
    for (const year of [2093, 2091, 2092]) {
      hamlets.push(
        await makeSeatedShow.makeShow({ name: 'Hamlet', startsAt: `${year}-01-01T20:00:00Z` }),
      );
    }
    const byStart = hamlets.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
    const whole = await waitFor(async () => {
      const { titles, nextCursor } = await page(makeSeatedShow);
      expect(nextCursor).toBeUndefined();
      expect(titles.map(({ name }) => name)).toEqual(['Hamlet', ...names.toReversed()]);
      expect(titles.flatMap(({ shows }) => shows)).toHaveLength(24);
      return titles;
    });
    expect(whole[0]?.shows.map(({ showId }) => showId)).toEqual(byStart.map((show) => show.showId));
    expect(whole[0]?.shows[0]).not.toHaveProperty('buckets');
    for (const limit of [1, 7, 11, 22]) {
      const pages = await allPages(makeSeatedShow, limit);
      expect(pages.flat()).toEqual(whole);
      expect(pages).toHaveLength(Math.ceil(22 / limit));
    }
  });

  it('skip names without shows, also at the end of a page', async () => {
    const makeSeatedShow = await openBoxOffice();
    const made = [];
    for (const name of ['A', 'B', 'C', 'D', 'E'])
      made.push(await makeSeatedShow.makeShow({ name }));
    for (const { showId, name } of made) {
      if (name === 'A' || name === 'D') continue;
      const path = `/v1/shows/${showId}`;
      await makeSeatedShow.send({ method: 'DELETE', path, token: makeSeatedShow.adminToken });
    }
    await waitFor(async () => {
      const pages = await allPages(makeSeatedShow, 1);
      expect(pages.map((titles) => titles.map(({ name }) => name))).toEqual([['A'], ['D']]);
    });
    expect((await page(makeSeatedShow, '?limit=2')).nextCursor).toBeUndefined();
  });

  it('support every spelling that a name can have', async () => {
    const makeSeatedShow = await openBoxOffice();
    const names = ['"'.repeat(200), '#jobs', '2031-06', '🎭 Ótelo', "Carl's"];
    for (const name of names) await makeSeatedShow.makeShow({ name });
    await waitFor(async () => {
      const pages = await allPages(makeSeatedShow, 1);
      expect(pages.map(([title]) => title?.name).toSorted()).toEqual(names.toSorted());
    });
    expect((await makeSeatedShow.send({ path: '/shows' })).body).toMatchObject({
      shows: { length: names.length },
    });
  });

  it('are empty for a stage without shows', async () => {
    expect(await page(await openBoxOffice())).toEqual({ titles: [] });
  });

  it('accept only their own cursors', async () => {
    const makeSeatedShow = await openBoxOffice();
    for (const name of ['A', 'B']) await makeSeatedShow.makeShow({ name });
    const ofShows = await waitFor(async () => {
      const { body } = await makeSeatedShow.send({ path: '/shows?limit=1' });
      expect(body).toHaveProperty('nextCursor');
      return String(Object(body).nextCursor);
    });
    for (const cursor of ['', 'forged', Buffer.from('["A"]').toString('base64url'), ofShows]) {
      expect(await makeSeatedShow.send({ path: `/v1/titles?cursor=${cursor}` })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_CURSOR' },
      });
    }
    for (const query of ['limit=0', 'limit=101', 'name=A']) {
      expect(await makeSeatedShow.send({ path: `/v1/titles?${query}` })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST' },
      });
    }
  });
});
