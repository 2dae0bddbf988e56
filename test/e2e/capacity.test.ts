import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer } from '@willcall/client/checked';
import { readShow } from '@willcall/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { sendUntilServed } from '../support/http/buyer.ts';
import { readBetweenSales } from '../support/sale/read-between-sales.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const calls = watchCalls();
const office = await openBoxOffice({ seams: { dynamodbPlugins: [calls.plugin] } });

const setCapacity = (showId: string, capacity: number): Promise<HttpAnswer> =>
  sendUntilServed(() =>
    office.send({
      method: 'PATCH',
      path: `/v1/shows/${showId}`,
      token: office.adminToken,
      body: { capacity },
    }),
  );
const buy = async (showId: string, quantity: number) =>
  (await office.buyer()).buy(purchaseBody({ showId, quantity }));
const readRecord = async (showId: string) => {
  const record = await readShow(office.store, showId, { consistent: true });
  if (record === undefined) throw new Error('The show is gone');
  return record;
};
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Reads the show and its stock at one instant. */
const readTotals = async (showId: string, buckets: number) => {
  const seen = await readBetweenSales(office.store, showId, buckets);
  return {
    capacity: seen.show.capacity,
    available: sum(seen.stock.map(({ available }) => available)),
    sold: sum(seen.stock.map(({ sold }) => sold)),
    least: Math.min(...seen.stock.map(({ available }) => available)),
  };
};

describe('the capacity of a show', () => {
  it('can be raised, and every new ticket is sold', async () => {
    const { showId } = await office.makeShow({ capacity: 4 });
    expect(await buy(showId, 4)).toMatchObject({ status: 'CONFIRMED' });
    expect(await buy(showId, 1)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await setCapacity(showId, 7)).toMatchObject({
      status: 200,
      body: { capacity: 7, available: 3 },
    });
    const record = await readRecord(showId);
    expect(record).toMatchObject({ returns: 1 });
    expect(record.soldOutAt).toBeUndefined();
    expect(await buy(showId, 3)).toMatchObject({ status: 'CONFIRMED' });
    expect(await buy(showId, 1)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await office.audit(showId)).toMatchObject({ holds: true, capacity: 7, tickets: 7 });
  });

  it('can be lowered to the number of sold tickets, but no further', async () => {
    const { showId } = await office.makeShow({ capacity: 10 });
    await buy(showId, 4);
    expect(await setCapacity(showId, 3)).toMatchObject({
      status: 409,
      body: { code: 'CAPACITY_BELOW_SOLD' },
    });
    expect(await readRecord(showId)).toMatchObject({ capacity: 10 });
    expect(await setCapacity(showId, 4)).toMatchObject({
      status: 200,
      body: { capacity: 4, available: 0 },
    });
    // No ticket was returned.
    expect(await readRecord(showId)).toMatchObject({ capacity: 4, returns: 0 });
    expect(await buy(showId, 1)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await office.audit(showId)).toMatchObject({ holds: true });
  });

  it('is removed from several shards and spread over several', async () => {
    const { showId } = await office.makeShow({ capacity: 640 });
    const { buckets } = await readRecord(showId);
    expect(buckets).toBe(8);
    for (const capacity of [40, 1, 641, 20_000, 8]) {
      expect(await setCapacity(showId, capacity)).toMatchObject({
        status: 200,
        body: { capacity, available: capacity },
      });
      const { available, least } = await readTotals(showId, buckets);
      expect(available).toBe(capacity);
      expect(least).toBeGreaterThanOrEqual(capacity === 20_000 ? 2_500 : 0);
    }
    expect(await office.audit(showId)).toMatchObject({ holds: true });
  });

  it('is not written when it does not change', async () => {
    const { showId } = await office.makeShow({ capacity: 4 });
    const before = await readRecord(showId);
    expect(await setCapacity(showId, 4)).toMatchObject({ status: 200 });
    expect(await readRecord(showId)).toEqual(before);
  });

  it('cannot be set for reserved seating, where it is the number of seats', async () => {
    const { showId } = await office.makeShow({ capacity: undefined, seats: ['A1', 'A2'] });
    for (const capacity of [1, 2, 3]) {
      expect(await setCapacity(showId, capacity)).toMatchObject({
        status: 409,
        body: { code: 'WRONG_SEATING' },
      });
    }
  });

  it('changes in one transaction with everything else in the request', async () => {
    const { showId } = await office.makeShow({ capacity: 640 });
    const { length: before } = calls.inputsOf('TransactWriteItemsCommand');
    const body = { capacity: 700, price: { amount: 1, currency: 'EUR' }, onSale: false };
    const { status } = await office.send({
      method: 'PATCH',
      path: `/shows/${showId}`,
      token: office.adminToken,
      body,
    });
    expect(status).toBe(200);
    expect(calls.inputsOf('TransactWriteItemsCommand')).toHaveLength(before + 1);
    expect(await readRecord(showId)).toMatchObject({ ...body, priceVersion: 1, returns: 1 });
  });
});

const ADMINS = 5;
const BUYERS = 100;

describe('five admins who raise and lower the capacity while a hundred buyers buy', () => {
  it.each([1, 2])('account for every ticket at every moment (draw %i)', async (seed) => {
    const { showId } = await office.makeShow({ capacity: 240 });
    const { buckets } = await readRecord(showId);
    expect(buckets).toBe(3);
    const crowd = await Promise.all(Array.from({ length: BUYERS }, () => office.buyer()));
    const wanted = fc.sample(fc.integer({ min: 1, max: 4 }), { seed, numRuns: BUYERS });
    const capacities = fc.sample(fc.integer({ min: 100, max: 400 }), {
      seed,
      numRuns: ADMINS * 12,
    });

    let isOver = false;
    let reads = 0;
    const watching = async () => {
      while (!isOver || reads < 10) {
        const { capacity, available, sold, least } = await readTotals(showId, buckets);
        expect(available + sold).toBe(capacity);
        expect(least).toBeGreaterThanOrEqual(0);
        reads += 1;
        await pause(1);
      }
    };
    const answered: { readonly capacity: number; readonly answer: HttpAnswer }[] = [];
    const changing = async (admin: number) => {
      for (const capacity of capacities.filter((_, index) => index % ADMINS === admin)) {
        answered.push({ capacity, answer: await setCapacity(showId, capacity) });
      }
    };
    const buying = Promise.all(
      crowd.map((buyer, index) =>
        buyer.buy(purchaseBody({ showId, quantity: wanted[index] ?? 1 })),
      ),
    );
    const watched = watching();
    await Promise.all(Array.from({ length: ADMINS }, (_, admin) => changing(admin)));
    const decided = await buying;
    isOver = true;
    await watched;

    const audit = await office.audit(showId);
    expect(audit).toMatchObject({ holds: true, differences: [] });
    const confirmed = decided.filter(({ status }) => status === 'CONFIRMED');
    expect(audit.tickets).toBe(sum(confirmed.map(({ quantity = 0 }) => quantity)));
    const taken = answered.filter(({ answer }) => answer.status === 200);
    expect(taken.map(({ capacity }) => capacity)).toContain(audit.capacity);
    // Nothing is cancelled, so a capacity below the sold tickets stays too low to the end.
    for (const { capacity, answer } of answered) {
      if (answer.status === 200) continue;
      expect(answer).toMatchObject({ status: 409, body: { code: 'CAPACITY_BELOW_SOLD' } });
      expect(audit.sold).toBeGreaterThan(capacity);
    }
  });
});
