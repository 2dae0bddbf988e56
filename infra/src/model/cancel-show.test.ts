import { expect, it } from 'vitest';
import { stageConfigurations } from '../configuration/stages.ts';
import { cancelSimulatedShow } from './cancel-show.ts';
import { findLimits } from './deployed-limits.ts';

const prod = findLimits(stageConfigurations.prod, { region: 'eu-central-1' });
/** New tables, without warm throughput. */
const dev = findLimits(stageConfigurations.dev, { region: 'eu-central-1' });

it('100,000 purchases are cancelled with their show within five minutes', async () => {
  const result = await cancelSimulatedShow({ purchases: 100_000, hasLimit: false, seed: 1 }, prod);
  expect(result).toMatchObject({ cancelled: 100_000, conflicts: 0 });
  expect(result.endedAfter).toBeLessThan(5 * 60);
  expect(result.writesPerPurchase).toBeLessThanOrEqual(2.2);
  expect(result.readsPerPurchase).toBeLessThanOrEqual(1.2);
});

it.each([false, true])('new tables are enough for 5,000, with a limit: %s', async (hasLimit) => {
  const result = await cancelSimulatedShow({ purchases: 5_000, hasLimit, seed: 1 }, dev);
  expect(result).toMatchObject({ cancelled: 5_000, conflicts: 0 });
  expect(result.writesPerPurchase).toBeLessThanOrEqual(hasLimit ? 4.25 : 2.2);
  expect(result.readsPerPurchase).toBeLessThanOrEqual(hasLimit ? 2.2 : 1.2);
});
