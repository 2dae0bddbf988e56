import { describe, expect, it } from 'vitest';
import { conflictRate, measureConflicts } from './sweep-shards.ts';

/** As long as a sale of 100,000 tickets by 64 workers. */
const SECONDS = 10;
const MOST_CONFLICTS = 0.005;

describe('workers that settle on a shard', () => {
  it.each([8, 16, 64])(
    'meet in fewer than one of 200 transactions, with %i workers and as many shards',
    async (workers) => {
      const shared = { workers, shards: workers, seconds: SECONDS, seed: 1 };
      const settling = await measureConflicts({ ...shared, choice: 'settling' });
      expect(conflictRate(settling)).toBeLessThan(MOST_CONFLICTS);
    },
  );

  it('meet far less often than workers that choose at random', async () => {
    const shared = { workers: 32, shards: 32, seconds: 3, seed: 1 };
    const settling = await measureConflicts({ ...shared, choice: 'settling' });
    const random = await measureConflicts({ ...shared, choice: 'random' });
    expect(conflictRate(random)).toBeGreaterThan(5 * conflictRate(settling));
  });
});

it('the same seed gives the same result, and another seed another one', async () => {
  const run = (seed: number) =>
    measureConflicts({ workers: 8, shards: 4, choice: 'settling', seconds: 1, seed });
  expect(await run(7)).toEqual(await run(7));
  expect(await run(8)).not.toEqual(await run(7));
});
