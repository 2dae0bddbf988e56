import type { DecidedPurchase } from '@willcall/contracts';
import { readShow } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { makeReservedShow, startShow } from '../support/cancel/reserved-show.ts';
import { readStockTotals } from '../support/cancel/stock-totals.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { setAttributes } from '../support/records/set-attributes.ts';

const office = await openBoxOffice();
const { store, makeShow, buyer } = office;

const formatPath = ({ purchaseId }: DecidedPurchase): string => `/v1/purchases/${purchaseId}`;

describe('the cancellation of a confirmed purchase', () => {
  it('is shown by its answer and by every later read, and the tickets are sold again', async () => {
    const { showId } = await makeShow({ capacity: 2 });
    const [ana, bo] = [await buyer(), await buyer()];
    const bought = await ana.buy(purchaseBody({ showId, quantity: 2 }));

    const answer = await ana.cancel(formatPath(bought));
    const { total: _, ...rest } = bought;
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      ...rest,
      status: 'CANCELLED',
      tickets: [],
      message: 'The purchase was cancelled.',
      cancelledAt: expect.any(String),
    });
    expect((await ana.get(formatPath(bought))).body).toEqual(answer.body);
    expect(await readStockTotals(store, showId, ana.userId)).toMatchObject({
      available: 2,
      sold: 0,
      revenue: 0,
      returns: 1,
    });
    expect(await bo.buy(purchaseBody({ showId, quantity: 2 }))).toMatchObject({
      status: 'CONFIRMED',
    });
  });

  it('returns the tickets once, even when it is requested ten times at once and once more', async () => {
    const { showId } = await makeReservedShow(store);
    const ana = await buyer();
    await ana.buy(purchaseBody({ showId, quantity: undefined, seats: ['1-B1'] }));
    const seats = ['1-A1', '1-A2', '1-A3'];
    const bought = await ana.buy(purchaseBody({ showId, quantity: undefined, seats }));
    expect(bought).toMatchObject({ status: 'CONFIRMED', quantity: 3 });

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ana.cancel(formatPath(bought))),
    );
    const again = await ana.cancel(formatPath(bought));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: again.body as object });
    }
    expect(await readStockTotals(store, showId, ana.userId)).toEqual({
      available: 11,
      sold: 1,
      revenue: 1599,
      returns: 1,
      heldSeats: ['1-B1'],
      ledger: { tickets: 1, lastStatus: 'CANCELLED' },
    });
  });

  it('keeps a later decision in the ledger', async () => {
    const { showId } = await makeReservedShow(store);
    const ana = await buyer();
    const first = await ana.buy(purchaseBody({ showId, quantity: undefined, seats: ['1-A1'] }));
    await ana.buy(purchaseBody({ showId, quantity: undefined, seats: ['1-B1', '1-B2'] }));
    expect(await ana.cancel(formatPath(first))).toMatchObject({ status: 200 });
    expect(await readStockTotals(store, showId, ana.userId)).toMatchObject({
      heldSeats: ['1-B1', '1-B2'],
      ledger: { tickets: 2, lastStatus: 'CONFIRMED' },
    });
  });

  it('frees room below the buyer’s limit, and the seat for the next buyer', async () => {
    const { showId } = await makeReservedShow(store, { maxTicketsPerBuyer: 1 });
    const [ana, bo] = [await buyer(), await buyer()];
    const one = (seat: string) => purchaseBody({ showId, quantity: undefined, seats: [seat] });
    const first = await ana.buy(one('1-A1'));
    expect(await ana.buy(one('1-A2'))).toMatchObject({ reason: 'LIMIT_EXCEEDED' });
    await ana.cancel(formatPath(first));
    expect(await ana.buy(one('1-A2'))).toMatchObject({ status: 'CONFIRMED' });
    expect(await bo.buy(one('1-A1'))).toMatchObject({ status: 'CONFIRMED' });
  });

  it('clears the sold-out latch', async () => {
    const { showId } = await makeShow({ capacity: 1 });
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    await store.documents.send(
      setAttributes(store.tables.shows, { showId }, { soldOutAt: new Date().toISOString() }),
    );
    await ana.cancel(formatPath(bought));
    const show = await readShow(store, showId, { consistent: true });
    expect(show).toMatchObject({ returns: 1 });
    expect(show).not.toHaveProperty('soldOutAt');
  });

  it('returns the tickets that a purchase took from several shards', async () => {
    const { showId } = await makeReservedShow(store, { seating: 'GENERAL', buckets: 12 });
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId, quantity: 8 }));
    await ana.cancel(formatPath(bought));
    expect(await readStockTotals(store, showId, ana.userId)).toMatchObject({
      available: 12,
      sold: 0,
      revenue: 0,
      ledger: { tickets: 0, lastStatus: 'CANCELLED' },
    });
  });

  it('is final: the same key does not buy again', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const key = { 'idempotency-key': 'once' };
    const bought = await ana.buy(purchaseBody({ showId }), key);
    const { body } = await ana.cancel(formatPath(bought));
    expect(await ana.buy(purchaseBody({ showId }), key)).toEqual(body);
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 0 });
  });
});

describe('the cancellation of a purchase that cannot be cancelled', () => {
  it('returns 409 and keeps the tickets when the show has begun', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    await startShow(store, showId);
    expect(await ana.cancel(formatPath(bought))).toMatchObject({
      status: 409,
      body: { code: 'NOT_CANCELLABLE' },
    });
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });

  it('returns 200 when the purchase was cancelled before the show began', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    const first = await ana.cancel(formatPath(bought));
    await startShow(store, showId);
    expect(await ana.cancel(formatPath(bought))).toMatchObject({ status: 200, text: first.text });
  });

  it('returns 409 when the purchase was rejected', async () => {
    const { showId } = await makeShow({ capacity: 1 });
    const ana = await buyer();
    const refused = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    expect(await ana.cancel(formatPath(refused))).toMatchObject({
      status: 409,
      body: { code: 'NOT_CANCELLABLE' },
    });
  });

  it('returns 404 when the purchase belongs to another buyer or does not exist', async () => {
    const { showId } = await makeShow();
    const [ana, bo] = [await buyer(), await buyer()];
    const bought = await ana.buy(purchaseBody({ showId }));
    for (const location of [
      formatPath(bought),
      `/v1/purchases/${'A'.repeat(32)}`,
      '/v1/purchases/x',
    ]) {
      for (const act of [bo.cancel, bo.erase]) {
        expect(await act(location)).toMatchObject({
          status: 404,
          body: { code: 'PURCHASE_NOT_FOUND' },
        });
      }
    }
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });

  it('returns 422 when the key was used for another request, and the first request keeps its purchase', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const key = { 'idempotency-key': 'twice' };
    const bought = await ana.buy(purchaseBody({ showId }), key);
    const other = await ana.request(purchaseBody({ showId, quantity: 2 }), key);
    for (const act of [ana.cancel, ana.erase]) {
      expect(await act(other)).toMatchObject({
        status: 422,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    }
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });
});

describe('an admin', () => {
  const cancelAs = (token: string, userId: string, purchaseId: string) =>
    office.send({
      method: 'POST',
      path: `/v1/users/${userId}/purchases/${purchaseId}/cancel`,
      token,
    });

  it('cancels a purchase for its buyer, with the answer that the buyer would get', async () => {
    const { showId } = await makeShow({ capacity: 2 });
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    const answer = await cancelAs(office.adminToken, ana.userId, bought.purchaseId);
    expect(answer).toMatchObject({ status: 200, body: { status: 'CANCELLED', tickets: [] } });
    expect((await ana.cancel(formatPath(bought))).body).toEqual(answer.body);
    expect(await office.sales(showId)).toMatchObject({ available: 2, sold: 0 });
  });

  it('is refused what its buyer would be refused', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const { purchaseId } = await ana.buy(purchaseBody({ showId }));
    await startShow(store, showId);
    expect(await cancelAs(office.adminToken, ana.userId, purchaseId)).toMatchObject({
      status: 409,
      body: { code: 'NOT_CANCELLABLE' },
    });
  });

  it('finds the purchase with its own buyer alone, and nobody else can name a buyer', async () => {
    const { showId } = await makeShow();
    const [ana, bo] = [await buyer(), await buyer()];
    const bought = await ana.buy(purchaseBody({ showId }));
    expect(await cancelAs(office.adminToken, bo.userId, bought.purchaseId)).toMatchObject({
      status: 404,
      body: { code: 'PURCHASE_NOT_FOUND' },
    });
    for (const token of [ana.token, bo.token]) {
      expect(await cancelAs(token, ana.userId, bought.purchaseId)).toMatchObject({ status: 403 });
    }
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });
});

it('works on the path without a version', async () => {
  const { showId } = await makeShow();
  const ana = await buyer();
  const { purchaseId } = await ana.buy(purchaseBody({ showId }));
  expect(await ana.cancel(`/purchases/${purchaseId}`)).toMatchObject({ status: 200 });
  expect(await ana.erase(`/purchases/${purchaseId}`)).toMatchObject({ status: 204 });
});
