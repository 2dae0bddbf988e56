import type { DecidedPurchase } from '@willcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { type Buyer, purchaseIdOf } from '../support/http/buyer.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

const BUYERS = 500;
/** Decisions that are read side by side. */
const READERS = 16;

/** Draws how many tickets each buyer wants, 1 to 8; the same for the same seed. */
const quantities = (buyers: number, seed: number): number[] =>
  fc.sample(
    fc.oneof(
      { arbitrary: fc.constant(1), weight: 1 },
      { arbitrary: fc.integer({ min: 1, max: 8 }), weight: 3 },
    ),
    { seed, numRuns: buyers },
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** All at once: everybody posts before anybody reads. */
const rush = async (
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
 * What must be true of a rush, from the tables and from what the buyers were told. Arrival order
 * decides who wins, so some may be left unsold only if it fits nobody who was refused.
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
    CONFIRMED: confirmed.length,
    REJECTED: refused.length,
    FAILED: 0,
    CANCELLED: 0,
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

describe('500 buyers at once for 60 tickets', () => {
  it('sell exactly 60, at four shows one after the other, whatever quantities they ask for', async () => {
    const office = await openBoxOffice();
    const crowd = await Promise.all(Array.from({ length: BUYERS }, () => office.buyer()));
    const all: DecidedPurchase[] = [];
    for (const seed of [1, 2, 3, 4]) {
      const show = await office.makeShow({ capacity: 60 });
      const wanted = quantities(BUYERS, seed);
      // More single tickets are asked for than there are: one is refused, so none can be left.
      expect(wanted.filter((quantity) => quantity === 1).length).toBeGreaterThan(60);

      const decided = await rush(crowd, show.showId, wanted);
      expect(await expectSoldExactly(office, show, decided)).toEqual({ left: 0 });
      all.push(...decided);
    }
    await expectOneRecordEach(office, all);
  });
});

describe('1000 tickets asked for at a show of 640, over eight buckets', () => {
  it('leave less than anybody who was refused had asked for', async () => {
    const office = await openBoxOffice();
    const show = await office.makeShow({ capacity: 640 });
    const crowd = await Promise.all(Array.from({ length: 64 }, () => office.buyer()));
    const drawn = quantities(BUYERS, 5);
    let asked = 0;
    const wanted = drawn.filter((quantity) => {
      if (asked + quantity > 1000) return false;
      asked += quantity;
      return true;
    });
    expect(sum(wanted)).toBe(1000);

    const decided = await rush(crowd, show.showId, wanted);
    await expectSoldExactly(office, show, decided);
    await expectOneRecordEach(office, decided);
  });
});

describe('purchases of eight at a show of 652, whose eight buckets hold 81 or 82', () => {
  it('are sold as often as they fit into the house, though no bucket holds a multiple of eight', async () => {
    const office = await openBoxOffice();
    const show = await office.makeShow({ capacity: 652 });
    const crowd = await Promise.all(Array.from({ length: 100 }, () => office.buyer()));
    const decided = await rush(
      crowd,
      show.showId,
      crowd.map(() => 8),
    );
    // 81 × 8 = 648. From single buckets only 8 × 10 purchases could be served.
    expect(decided.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(81);
    expect(await expectSoldExactly(office, show, decided)).toEqual({ left: 4 });
  });
});

describe('two shows on sale at the same moment', () => {
  it('sell each their own, to buyers who want both', async () => {
    const office = await openBoxOffice();
    const shows = await Promise.all([60, 60].map((capacity) => office.makeShow({ capacity })));
    const crowd = await Promise.all(Array.from({ length: 100 }, () => office.buyer()));
    const rushes = await Promise.all(
      shows.map(async (show) => ({
        show,
        decided: await rush(
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
