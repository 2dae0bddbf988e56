import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareAllocation } from './decide.ts';

const from = [
  { shard: 3, quantity: 4 },
  { shard: 0, quantity: 3 },
];

it('each sale takes the next tickets of the allocation', () => {
  expect(shareAllocation(from, [5, 2])).toEqual([
    [
      { shard: 3, quantity: 4 },
      { shard: 0, quantity: 1 },
    ],
    [{ shard: 0, quantity: 2 }],
  ]);
});

it('sales that want more than the allocation are refused', () => {
  expect(() => shareAllocation(from, [5, 3])).toThrow(RangeError);
});

it('the shares add up to what each sale wants and to what each shard gives', () => {
  const quantities = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(quantities, fc.nat(), (wanted, seed) => {
      const all = wanted.reduce((sum, quantity) => sum + quantity, 0);
      const first = 1 + (seed % all);
      const allocation = [
        { shard: 1, quantity: first },
        ...(all > first ? [{ shard: 2, quantity: all - first }] : []),
      ];
      const shares = shareAllocation(allocation, wanted);
      const sum = (taken: (typeof shares)[number]) =>
        taken.reduce((tickets, { quantity }) => tickets + quantity, 0);
      expect(shares.map(sum)).toEqual(wanted);
      for (const { shard, quantity } of allocation) {
        expect(sum(shares.flat().filter((taken) => taken.shard === shard))).toBe(quantity);
      }
    }),
  );
});
