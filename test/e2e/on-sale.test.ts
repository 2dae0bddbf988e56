import type { DecidedPurchase } from '@willcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { type Buyer, purchaseIdOf } from '../support/http/buyer.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

const BUYERS = 500;
/** Number of decisions that are read concurrently. */
const READERS = 16;

/** Draws the number of tickets of each buyer, 1 to 8. The same seed gives the same numbers. */
const drawQuantities = (buyers: number, seed: number): number[] =>
  fc.sample(
    fc.oneof(
      { arbitrary: fc.constant(1), weight: 1 },
      { arbitrary: fc.integer({ min: 1, max: 8 }), weight: 3 },
    ),
    { seed, numRuns: buyers },
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Every buyer posts before any buyer reads. */
const runRush = async (
  crowd: readonly Buyer[],
  showId: string,
  wanted: readonly number[],
): Promise<DecidedPurchase[]> => {
  const waiting = await Promise.all(
    wanted.map(async (quantity, index) => {
      const buyer = crowd[index % crowd.length] as Buyer;
      return { buyer, location: await buyer.request(purchaseBody({ showId, quantity })) };
    }),
  );
  const decided: DecidedPurchase[] = [];
  const queue = waiting.values();
  const reader = async () => {
    for (const { buyer, location } of queue) decided.push(await buyer.decided(location));
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  expect(decided.map(({ purchaseId }) => purchaseId).toSorted()).toEqual(
    waiting.map(({ location }) => purchaseIdOf(location)).toSorted(),
  );
  return decided;
};

/**
 * Checks a rush against the tables and the buyers' answers. Arrival order decides who gets tickets,
 * so tickets may be left only if they fit no rejected request.
 */
const expectSoldExactly = async (
  office: BoxOffice,
  show: { readonly showId: string; readonly capacity: number },
  decided: readonly DecidedPurchase[],
): Promise<{ left: number }> => {
  const confirmed = decided.filter(({ status }) => status === 'CONFIRMED');
  const refused = decided.filter(({ reason }) => reason === 'SOLD_OUT');
  expect(confirmed.length + refused.length).toBe(decided.length);
  for (const { tickets, quantity = 0 } of confirmed) expect(tickets).toHaveLength(quantity);

  const audit = await office.audit(show.showId);
  expect(audit).toMatchObject({ holds: true, differences: [], capacity: show.capacity });
  expect(audit.byStatus).toEqual({
    HELD: 0,
    CONFIRMED: confirmed.length,
    EXPIRED: 0,
    CANCELLED: 0,
    REJECTED: refused.length,
    FAILED: 0,
  });
  expect(audit.tickets).toBe(sum(confirmed.map(({ quantity = 0 }) => quantity)));
  expect(audit.available + audit.tickets).toBe(show.capacity);
  for (const { quantity } of refused) expect(quantity).toBeGreaterThan(audit.available);
  return { left: audit.available };
};

const expectOneRecordEach = async (office: BoxOffice, decided: readonly DecidedPurchase[]) => {
  const records = await listPurchaseRecords(office.store);
  expect(records.map(({ purchaseId }) => purchaseId).toSorted()).toEqual(
    decided.map(({ purchaseId }) => purchaseId).toSorted(),
  );
  const tickets = decided.flatMap((purchase) => purchase.tickets.map(({ ticketId }) => ticketId));
  expect(new Set(tickets).size).toBe(tickets.length);
};

describe('500 buyers who request 60 tickets at once', () => {
  it('buy exactly 60, at four shows in turn, whatever quantities they request', async () => {
    const office = await openBoxOffice();
    const crowd = await Promise.all(Array.from({ length: BUYERS }, () => office.buyer()));
    const all: DecidedPurchase[] = [];
    for (const seed of [1, 2, 3, 4]) {
      const show = await office.makeShow({ capacity: 60 });
      const wanted = drawQuantities(BUYERS, seed);
      // More single tickets are requested than exist. One request is rejected, so no ticket can be
      // left.
      expect(wanted.filter((quantity) => quantity === 1).length).toBeGreaterThan(60);

      const decided = await runRush(crowd, show.showId, wanted);
      expect(await expectSoldExactly(office, show, decided)).toEqual({ left: 0 });
      all.push(...decided);
    }
    await expectOneRecordEach(office, all);
  });
});

describe('requests for 1000 tickets of a show of 640, over eight shards', () => {
  it('leave fewer tickets than any rejected buyer requested', async () => {
    const office = await openBoxOffice();
    const show = await office.makeShow({ capacity: 640 });
    const crowd = await Promise.all(Array.from({ length: 64 }, () => office.buyer()));
    const drawn = drawQuantities(BUYERS, 5);
    let asked = 0;
    const wanted = drawn.filter((quantity) => {
      if (asked + quantity > 1000) return false;
      asked += quantity;
      return true;
    });
    expect(sum(wanted)).toBe(1000);

    const decided = await runRush(crowd, show.showId, wanted);
    await expectSoldExactly(office, show, decided);
    await expectOneRecordEach(office, decided);
  });
});

describe('purchases of eight at a show of 652, whose eight shards hold 81 or 82', () => {
  it('are sold as often as the capacity allows, although no shard holds a multiple of eight', async () => {
    const office = await openBoxOffice();
    const show = await office.makeShow({ capacity: 652 });
    const crowd = await Promise.all(Array.from({ length: 100 }, () => office.buyer()));
    const decided = await runRush(
      crowd,
      show.showId,
      crowd.map(() => 8),
    );
    // 81 × 8 = 648. Single shards could serve only 8 × 10 purchases.
    expect(decided.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(81);
    expect(await expectSoldExactly(office, show, decided)).toEqual({ left: 4 });
  });
});

describe('two shows on sale at the same time', () => {
  it('each sell their own tickets, to buyers who request both', async () => {
    const office = await openBoxOffice();
    const shows = await Promise.all([60, 60].map((capacity) => office.makeShow({ capacity })));
    const crowd = await Promise.all(Array.from({ length: 100 }, () => office.buyer()));
    const rushes = await Promise.all(
      shows.map(async (show) => ({
        show,
        decided: await runRush(
          crowd,
          show.showId,
          crowd.map(() => 1),
        ),
      })),
    );
    for (const { show, decided } of rushes) {
      expect(await expectSoldExactly(office, show, decided)).toEqual({ left: 0 });
    }
    await expectOneRecordEach(
      office,
      rushes.flatMap(({ decided }) => decided),
    );
  });
});
