import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BuyerLedger, PurchaseList } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { makeReservedShow } from '../support/cancel/reserved-show.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import type { Buyer } from '../support/http/buyer.ts';

const office = await openBoxOffice();
const { store, makeShow, buyer, send, adminToken } = office;

const listOf = async (ana: Buyer, query = '', user = 'me') => {
  const answer = await ana.get(`/v1/users/${user}/purchases${query}`);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as PurchaseList;
};

/** Reads a list page by page and returns the ids of each page. */
async function readPages(ana: Buyer, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await listOf(ana, `?limit=${limit}${query}`);
    pages.push(page.purchases.map(({ purchaseId }) => purchaseId));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

/**
 * Stores decided purchases of one buyer. Every second one was requested a second later, and the keys
 * are in the same order. `page` returns the ids of a page: those of its keys, newest first.
 */
async function createBuyerWith(count: number) {
  const ana = await buyer();
  const purchases = Array.from({ length: count }, (_, index) => {
    const key = `${String(index).padStart(3, '0')}${randomUUID().slice(0, 13)}`;
    const requestedAt = new Date(Date.UTC(2031, 4, 1, 8, 0, Math.floor(index / 2))).toISOString();
    return { key, purchaseId: `${key}AZaz09-_AZaz09-_`, requestedAt };
  });
  await Promise.all(
    purchases.map(({ key, purchaseId, requestedAt }) =>
      store.documents.send(
        new PutCommand({
          TableName: store.tables.purchases,
          Item: {
            userId: ana.userId,
            recordKey: `P#${key}`,
            purchaseId,
            showId: 'hamlet',
            status: 'REJECTED',
            reason: 'SOLD_OUT',
            quantity: 1,
            holder: { name: 'Ana', email: 'ana@example.com' },
            requestedAt,
            decidedAt: requestedAt,
            correlationId: 'order-7',
          },
        }),
      ),
    ),
  );
  const page = (from: number, to: number): string[] =>
    purchases
      .slice(from, to)
      .sort((a, b) => b.requestedAt.localeCompare(a.requestedAt) || a.key.localeCompare(b.key))
      .map(({ purchaseId }) => purchaseId);
  return { ana, page };
}

describe('the list of a buyer’s purchases', () => {
  it('shows each purchase as its own route does, newest first, including cancelled ones', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    expect(await listOf(ana)).toEqual({ purchases: [] });
    const first = await ana.buy(purchaseBody({ showId }));
    const second = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    const { body: cancelled } = await ana.cancel(`/v1/purchases/${first.purchaseId}`);
    for (const user of ['me', ana.userId]) {
      expect(await listOf(ana, '', user)).toEqual({ purchases: [second, cancelled] });
    }
  });

  it('does not show erased purchases', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const kept = await ana.buy(purchaseBody({ showId }));
    const erased = await ana.buy(purchaseBody({ showId }));
    await ana.erase(`/v1/purchases/${erased.purchaseId}`);
    expect(await listOf(ana)).toEqual({ purchases: [kept] });
  });

  it.each([1, 2, 3, 7, 100])(
    'returns every purchase once in pages of %i, each newest first',
    async (limit) => {
      const { ana, page } = await createBuyerWith(7);
      const pages = Array.from({ length: Math.ceil(7 / limit) }, (_, index) =>
        page(index * limit, (index + 1) * limit),
      );
      expect(await readPages(ana, limit)).toEqual(pages);
    },
  );

  it('has 50 purchases on a page by default', async () => {
    const { ana, page } = await createBuyerWith(51);
    const { purchases, nextCursor } = await listOf(ana);
    expect(purchases.map(({ purchaseId }) => purchaseId)).toEqual(page(0, 50));
    expect(nextCursor).toEqual(expect.any(String));
  });

  it('continues from the same position when another purchase has arrived', async () => {
    const { ana, page } = await createBuyerWith(4);
    const { nextCursor } = await listOf(ana, '?limit=2');
    const { showId } = await makeShow();
    const { purchaseId } = await ana.buy(purchaseBody({ showId }));
    const { purchases } = await listOf(ana, `?limit=3&cursor=${nextCursor}`);
    const rest = purchases.map((purchase) => purchase.purchaseId);
    // Its key comes before or after the position.
    expect(rest.filter((id) => id !== purchaseId)).toEqual(page(2, 4));
  });

  it.each(['0', '101', '-1', '1.5', 'x', ''])('returns 400 for the limit %j', async (limit) => {
    const ana = await buyer();
    expect(await ana.get(`/v1/users/me/purchases?limit=${limit}`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('returns 400 for a forged cursor and for the cursor of another buyer', async () => {
    const [{ ana }, { ana: bo }] = [await createBuyerWith(3), await createBuyerWith(3)];
    const { nextCursor = '' } = await listOf(ana, '?limit=1');
    const turned = nextCursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    for (const [who, cursor] of [
      [bo, nextCursor],
      [ana, turned],
      [ana, 'x'],
      [ana, ''],
    ] as const) {
      expect(await who.get(`/v1/users/me/purchases?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_CURSOR' },
      });
    }
  });

  it('continues after a purchase that was erased, on a page that is shorter', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const bought = [
      await ana.buy(purchaseBody({ showId })),
      await ana.buy(purchaseBody({ showId })),
    ];
    const [first, second] = bought.toSorted((a, b) => (a.purchaseId < b.purchaseId ? -1 : 1));
    const { purchases, nextCursor } = await listOf(ana, '?limit=1');
    expect(purchases).toEqual([first]);
    await ana.erase(`/v1/purchases/${first?.purchaseId}`);
    expect(await listOf(ana, `?limit=1&cursor=${nextCursor}`)).toEqual({ purchases: [second] });
    expect(await listOf(ana, '?limit=1')).toEqual({ purchases: [], nextCursor });
  });

  it('is readable for an admin, and 404 for anyone else', async () => {
    const { ana, page } = await createBuyerWith(2);
    const bo = await buyer();
    const path = `/v1/users/${ana.userId}/purchases`;
    const asAdmin = await send({ path, token: adminToken });
    expect(asAdmin).toMatchObject({ status: 200 });
    const { purchases } = asAdmin.body as PurchaseList;
    expect(purchases.map(({ purchaseId }) => purchaseId)).toEqual(page(0, 2));
    expect(await bo.get(path)).toMatchObject({ status: 404, body: { code: 'USER_NOT_FOUND' } });
    expect(await send({ path })).toMatchObject({ status: 401 });
  });
});

describe('a buyer’s ledger for a show', () => {
  const ledgerOf = async (ana: Buyer, showId: string, user = 'me') => {
    const answer = await ana.get(`/v1/users/${user}/shows/${showId}`);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body as BuyerLedger;
  };

  it.each([
    ['kept', { maxTicketsPerBuyer: 12 }],
    ['computed', { maxTicketsPerBuyer: undefined }],
  ])('shows the tickets held and the last decision when it is %s', async (_, overrides) => {
    const { showId } = await makeReservedShow(store, { ...overrides, seating: 'GENERAL' });
    const other = await makeShow();
    const ana = await buyer();
    const { userId } = ana;
    expect(await ledgerOf(ana, showId)).toEqual({ userId, showId, tickets: 0 });

    const first = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    const second = await ana.buy(purchaseBody({ showId, quantity: 3 }));
    await ana.buy(purchaseBody({ showId: other.showId }));
    const lastPurchase = (status: string) => ({
      purchaseId: second.purchaseId,
      status,
      requestedAt: second.requestedAt,
      decidedAt: second.decidedAt,
    });
    const held = (tickets: number, status: string) => ({
      userId,
      showId,
      tickets,
      lastPurchase: lastPurchase(status),
    });
    expect(await ledgerOf(ana, showId, userId)).toEqual(held(5, 'CONFIRMED'));
    await ana.cancel(`/v1/purchases/${first.purchaseId}`);
    expect(await ledgerOf(ana, showId)).toEqual(held(3, 'CONFIRMED'));
    await ana.erase(`/v1/purchases/${second.purchaseId}`);
    expect(await ledgerOf(ana, showId)).toEqual(held(0, 'CANCELLED'));

    const path = `/v1/users/${userId}/shows/${showId}`;
    expect((await send({ path, token: adminToken })).body).toEqual(held(0, 'CANCELLED'));
    const bo = await buyer();
    expect(await bo.get(path)).toMatchObject({ status: 404, body: { code: 'USER_NOT_FOUND' } });
  });

  it('returns 404 for a show that does not exist', async () => {
    const ana = await buyer();
    expect(await ana.get('/v1/users/me/shows/invented')).toMatchObject({
      status: 404,
      body: { code: 'SHOW_NOT_FOUND' },
    });
  });
});
