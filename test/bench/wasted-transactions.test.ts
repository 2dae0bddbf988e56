import { describe, expect, it } from 'vitest';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { watchSteps } from '../support/sale/watch-steps.ts';

const BATCH = 10;
const WORKERS = 8;
const CAPACITY = 1_000;
/** More requests than tickets: the show sells out before the last batch. */
const DEMAND = 1.1;
const MOST_CANCELLED = 0.05;

/** The quantities of a batch. */
type Quantities = (random: () => number) => number[];
const singles: Quantities = () => Array.from({ length: BATCH }, () => 1);
const mixed: Quantities = (random) =>
  Array.from({ length: BATCH }, () => 1 + Math.floor(random() * 8));

/** The same numbers in each run, like Math.random. (Mulberry32) */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const batchOf = (sale: Sale, quantities: readonly number[]) =>
  quantities.map((quantity) =>
    makePurchaseSqsRecord(makePurchaseMessage({ showId: sale.show.showId, quantity })),
  );

/** Sells a show out by workers that take turns, so that no transaction meets another. */
async function sellOut(buckets: number, quantities: Quantities) {
  const sale = await openSale({ capacity: CAPACITY, buckets });
  const random = seeded(buckets);
  const steps = watchSteps();
  const workers = Array.from({ length: WORKERS }, () =>
    sale.worker({ random, dynamodbPlugins: [steps.plugin] }),
  );
  let requested = 0;
  for (let turn = 0; requested < CAPACITY * DEMAND; turn += 1) {
    const batch = quantities(random);
    requested += batch.reduce((sum, quantity) => sum + quantity, 0);
    expect(await workers[turn % WORKERS]?.(batchOf(sale, batch))).toEqual([]);
  }
  expect(await sale.left()).toBe(0);
  expect(await sale.showNow()).toMatchObject({ soldOutAt: expect.any(String) });
  return steps.transactions();
}

describe.each([
  ['singles', singles],
  ['mixed quantities', mixed],
])('a sale of %s whose workers never meet', (_, quantities) => {
  it.each([16, 8, 3])(
    'cancels at most one transaction in twenty, with %i shards',
    async (buckets) => {
      const { sent, cancelled } = await sellOut(buckets, quantities);
      console.log(`${cancelled} of ${sent} transactions were cancelled.`);
      expect(cancelled / sent).toBeLessThanOrEqual(MOST_CANCELLED);
    },
  );
});

describe('the calls that a batch makes one after the other', () => {
  const open = async (capacity: number, buckets: number) => {
    const sale = await openSale({ capacity, buckets });
    const steps = watchSteps();
    const worker = sale.worker({ random: () => 0, dynamodbPlugins: [steps.plugin] });
    const decide = async () => {
      steps.reset();
      expect(await worker(batchOf(sale, singles(Math.random)))).toEqual([]);
      return steps.names().map((names) => [...new Set(names)].join(' '));
    };
    return { sale, decide };
  };
  const get = 'GetItemCommand';
  const getMany = 'BatchGetItemCommand';
  const sell = 'TransactWriteItemsCommand';
  const latch = ['TransactGetItemsCommand', 'UpdateItemCommand'];

  it('are two once the worker knows the show', async () => {
    const { decide } = await open(1_000, 4);
    expect(await decide()).toEqual([get, get, sell]);
    for (let batch = 0; batch < 5; batch += 1) expect(await decide()).toEqual([get, sell]);
  });

  it('are four when it sells the last tickets', async () => {
    const { sale, decide } = await open(30, 1);
    await decide();
    await decide();
    expect(await decide()).toEqual([get, sell, ...latch]);
    expect(await sale.showNow()).toMatchObject({ soldOutAt: expect.any(String) });
  });

  it('are at most seven when a new worker sells the last tickets and refuses the rest', async () => {
    const { sale, decide } = await open(5, 1);
    const steps = await decide();
    expect(steps.slice(0, 5)).toEqual([get, get, getMany, get, sell]);
    // The refusals are recorded at the same time as the latch is set, which reads the stock itself.
    const after = steps.slice(5).flatMap((names) => names.split(' '));
    expect(new Set(after)).toEqual(new Set(['PutItemCommand', ...latch]));
    expect(steps.length).toBeLessThanOrEqual(7);
    expect(await sale.showNow()).toMatchObject({ soldOutAt: expect.any(String) });
  });
});
