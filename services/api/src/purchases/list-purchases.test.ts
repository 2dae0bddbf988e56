import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { newestFirst } from './list-purchases.ts';

const requestFields = fc.record({
  requestedAt: fc.integer({ min: 0, max: 3 }).map((second) => `2031-05-01T08:00:0${second}.000Z`),
  recordKey: fc.stringMatching(/^P#[A-Za-z0-9_-]{1,3}$/),
});

it('the newest purchases come first, in the same order at every read', () => {
  const purchases = fc.uniqueArray(requestFields, { selector: ({ recordKey }) => recordKey });
  fc.assert(
    fc.property(purchases, fc.infiniteStream(fc.nat()), (read, chance) => {
      const shuffled = read
        .map((purchase) => ({ purchase, index: chance.next().value }))
        .sort((a, b) => a.index - b.index)
        .map(({ purchase }) => purchase);
      const order = read.toSorted(newestFirst);
      expect(shuffled.sort(newestFirst)).toEqual(order);
      const times = order.map(({ requestedAt }) => requestedAt);
      expect(times).toEqual(times.toSorted().reverse());
    }),
  );
});
