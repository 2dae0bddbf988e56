import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { conflictJitterMs } from './conflict-jitter.ts';

it.each([
  [0, 10],
  [1, 20],
  [4, 160],
  [5, 300],
  [60, 300],
])('after round %i nobody waits longer than %i ms', (round, most) => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
      const wait = conflictJitterMs(round, () => chance);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(most);
    }),
  );
});
