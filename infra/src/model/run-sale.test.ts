import { describe, expect, it } from 'vitest';
import { stageConfigurations } from '../configuration/stages.ts';
import { findLimits } from './deployed-limits.ts';
import { findBinding, runSale, type Sale } from './run-sale.ts';

const prod = findLimits(stageConfigurations.prod, { region: 'eu-central-1' });
const sale: Sale = {
  buyers: 3_000,
  tickets: 1_000,
  ticketsEach: 1,
  withinSeconds: 2,
  hasLimit: false,
  seed: 1,
};
/** As many workers from the first second, so that nothing else binds. */
const workers = (atMost: number) => ({
  ...prod,
  polling: { atFirst: atMost, addedPerMinute: 300, atMost },
});

it('the same seed gives the same sale, and another seed another one', async () => {
  const first = await runSale(sale, prod);
  expect(await runSale(sale, prod)).toEqual(first);
  expect(await runSale({ ...sale, seed: 2 }, prod)).not.toEqual(first);
});

describe('every buyer is answered once, and no ticket is sold twice', () => {
  it.each<[string, Partial<Sale>, number]>([
    ['with more buyers than tickets', {}, 1_000],
    ['with fewer buyers than tickets', { buyers: 400 }, 400],
    ['with eight tickets each', { ticketsEach: 8 }, 1_000],
    ['with a limit', { hasLimit: true }, 1_000],
    ['with one shard', { tickets: 50 }, 50],
  ])('%s', async (_, changes, sold) => {
    const result = await runSale({ ...sale, ...changes }, prod);
    const { buyers = sale.buyers, ticketsEach = 1 } = changes;
    expect(result.answered).toBe(buyers);
    expect(result.ticketsSold).toBe(sold);
    expect(result.confirmed * ticketsEach).toBe(sold);
    expect(result.allAnsweredAfter).toBeGreaterThan(0);
  });

  it('with a throttled table, whose purchases are delivered again', async () => {
    const purchases = { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 150 };
    const result = await runSale(sale, { ...prod, tableRates: { purchases } });
    expect(result.failures).toBeGreaterThan(0);
    expect(result).toMatchObject({ answered: 3_000, ticketsSold: 1_000 });
    expect(findBinding(result)).toBe('table purchases');
  });
});

it('the entries of the journal take as many write units as the only stock shard, in a table of their own', async () => {
  const { tables } = await runSale({ ...sale, tickets: 50 }, prod);
  expect(tables.journal?.writes).toBeGreaterThan(0);
  expect(tables.journal?.writes).toBe(tables.stock?.writes);
});

it('more workers never sell out later, until something else binds', async () => {
  const times: number[] = [];
  for (const atMost of [2, 4, 8, 16, 32]) {
    const result = await runSale({ ...sale, tickets: 2_560, buyers: 4_000 }, workers(atMost));
    times.push(result.soldOutAfter ?? Number.POSITIVE_INFINITY);
  }
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

describe('what binds', () => {
  it.each<[string, Parameters<typeof runSale>[1]]>([
    ['workers', workers(2)],
    ['pollers', { ...prod, polling: { atFirst: 1, addedPerMinute: 1, atMost: 64 } }],
    ['throttle', { ...prod, requestsPerSecond: 100, burst: 1 }],
    ['queue', { ...prod, queueRate: 100, burst: 1 }],
    ['gateway', { ...prod, gatewayRate: 100, burst: 1 }],
    ['accept', { ...prod, concurrency: 66, burst: 1 }],
    ['buyers', workers(64)],
  ])('is named: %s', async (bottleneck, limits) => {
    const { buyers, withinSeconds } =
      bottleneck === 'buyers' ? { buyers: 1_200, withinSeconds: 20 } : sale;
    expect(findBinding(await runSale({ ...sale, buyers, withinSeconds }, limits))).toBe(bottleneck);
  });
});
