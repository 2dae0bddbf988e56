import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TicketList } from '@willcall/contracts';
import { type PurchaseRecord, putEntry } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { makeReservedShow } from '../support/cancel/reserved-show.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { recordKeyOf } from '../support/records/purchase-key.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import { makePurchaseMessage } from '../support/sale/purchase-message.ts';

const office = await openBoxOffice();
const { store, makeShow, buyer, send, adminToken } = office;

const readPage = async (showId: string, cursor?: string) => {
  const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
  return send({ path: `/v1/shows/${showId}/tickets${query}`, token: adminToken });
};

const readPages = async (showId: string): Promise<TicketList[]> => {
  const pages: TicketList[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await readPage(showId, cursor);
    expect(status).toBe(200);
    const page = body as TicketList;
    pages.push(page);
    if (page.nextCursor === undefined) return pages;
    cursor = page.nextCursor;
  }
};

/** Stores a sold purchase with its entry in a shard's part of the journal. */
const storeSold = async (showId: string, shard: number): Promise<string> => {
  const { version: _, ...message } = makePurchaseMessage({ showId });
  const total = { amount: 1599, currency: 'EUR' };
  const purchase: Partial<PurchaseRecord> = {
    ...message,
    ...recordKeyOf(message),
    status: 'CONFIRMED',
    from: [[shard, 1]],
    total,
    decidedAt: message.requestedAt,
  };
  const entry = putEntry(store, showId, {
    kind: 'SALE',
    at: message.requestedAt,
    postings: [{ shard, available: -1, held: 0, sold: 1, revenue: total.amount }],
    purchases: [{ ...recordKeyOf(message), quantity: 1, total: total.amount }],
  });
  const record = { Put: { TableName: store.tables.purchases, Item: purchase } };
  await store.documents.send(new TransactWriteCommand({ TransactItems: [record, entry] }));
  return message.purchaseId;
};

describe('the tickets of a show', () => {
  it('have their holder, buyer and seat, and stay listed when they are cancelled', async () => {
    const { showId } = await makeReservedShow(store);
    const [ana, bo] = [await buyer(), await buyer()];
    const seats = ['1-A1', '1-A2'];
    const kept = await ana.buy(purchaseBody({ showId, quantity: undefined, seats }));
    const returned = await bo.buy(purchaseBody({ showId, quantity: undefined, seats: ['1-B1'] }));
    await bo.cancel(`/v1/purchases/${returned.purchaseId}`);

    const [page, ...more] = await readPages(showId);
    expect(more).toEqual([]);
    expect(page?.leftOut).toBe(0);
    const tickets = page?.tickets.toSorted((a, b) => (a.seat ?? '').localeCompare(b.seat ?? ''));
    const { purchaseId, holder, requestedAt, decidedAt } = kept;
    const times = { requestedAt, decidedAt };
    expect(tickets).toEqual([
      ...kept.tickets.map((ticket) => ({
        ...ticket,
        purchaseId,
        userId: ana.userId,
        status: 'VALID',
        holder,
        ...times,
      })),
      {
        ...returned.tickets[0],
        purchaseId: returned.purchaseId,
        userId: bo.userId,
        status: 'CANCELLED',
        holder: returned.holder,
        requestedAt: returned.requestedAt,
        decidedAt: returned.decidedAt,
        cancelledAt: expect.any(String),
      },
    ]);
  });

  it('are listed once over all pages, without those of another show', async () => {
    const { showId } = await makeReservedShow(store, { seating: 'GENERAL', buckets: 3 });
    const other = await makeReservedShow(store, { seating: 'GENERAL', buckets: 1 });
    const ids = await Promise.all(
      Array.from({ length: 70 }, (_, index) => storeSold(showId, index % 2 === 0 ? 0 : 2)),
    );
    await storeSold(other.showId, 0);
    const pages = await readPages(showId);
    expect(pages.length).toBeGreaterThan(1);
    const listed = pages.flatMap(({ tickets }) => tickets).map(({ purchaseId }) => purchaseId);
    expect(listed.toSorted()).toEqual(ids.toSorted());
  });

  it('that cannot be read are counted, and the others listed', async () => {
    const { showId } = await makeReservedShow(store, { seating: 'GENERAL', buckets: 1 });
    const ana = await buyer();
    const damaged = await ana.buy(purchaseBody({ showId }));
    const kept = await ana.buy(purchaseBody({ showId }));
    const { purchaseId } = damaged;
    const key = recordKeyOf({ userId: ana.userId, purchaseId });
    await store.documents.send(setAttributes(store.tables.purchases, key, { quantity: 'two' }));
    const [page] = await readPages(showId);
    expect(page?.leftOut).toBe(1);
    expect(page?.tickets.map((ticket) => ticket.purchaseId)).toEqual([kept.purchaseId]);
  });

  it('are for admins alone, and only a cursor of the same show leads on', async () => {
    const { showId } = await makeReservedShow(store, { seating: 'GENERAL', buckets: 1 });
    await Promise.all(Array.from({ length: 60 }, () => storeSold(showId, 0)));
    const [first] = await readPages(showId);
    const { showId: other } = await makeShow();
    expect(await readPage(other, first?.nextCursor)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_CURSOR' },
    });
    expect(await readPage('nowhere')).toMatchObject({
      status: 404,
      body: { code: 'SHOW_NOT_FOUND' },
    });
    const ana = await buyer();
    expect(await ana.get(`/v1/shows/${showId}/tickets`)).toMatchObject({ status: 403 });
    expect(await send({ path: `/v1/shows/${showId}/tickets` })).toMatchObject({ status: 401 });
  });

  it('are kept by no cache', async () => {
    const { showId } = await makeShow();
    expect((await readPage(showId)).headers['cache-control']).toBe('no-store');
  });
});
