import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PurchaseMessage } from '@willcall/contracts';
import { purchaseRef, readLedger, readSeats, readShow, readStock } from '@willcall/store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FunctionCalls, makeFunctionCalls } from '../support/model/function-calls.ts';
import {
  type ModelPurchase,
  type ModelRules,
  modelPurchaseId,
  SaleModel,
} from '../support/model/sale-model.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage } from '../support/sale/purchase-message.ts';

/** `SEQUENCE_SEED=… npx vitest run test/e2e/any-sequence` replays a run that failed; it prints its seed. */
const { SEQUENCE_SEED, SEQUENCE_RUNS = '25' } = process.env;

const BUYERS = ['ana', 'bob', 'cleo'];
const SEATS = ['1-A1', '1-A2', '1-A3', '1-A4', '1-A5', '1-A6'];
const PRICES = [1_000, 2_000];
const MS_PER_STEP = 10_000;

/** One request for a purchase, whenever it is delivered. */
const purchase = fc.record({
  buyer: fc.constantFrom(...BUYERS),
  quantity: fc.integer({ min: 1, max: 4 }),
  seats: fc.uniqueArray(fc.constantFrom(...SEATS, '9-Z9'), { minLength: 1, maxLength: 3 }),
  expectedPrice: fc.option(fc.constantFrom(...PRICES), { nil: undefined }),
});
type AnyPurchase = typeof purchase extends fc.Arbitrary<infer T> ? T : never;

const position = fc.nat({ max: 11 });

/**
 * Steps that name purchases by position. Delivering a decided purchase is a retry or a redelivery.
 */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      positions: fc.array(position, { minLength: 1, maxLength: 5 }),
      age: fc.nat({ max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), position }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sale' as const), onSale: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      price: fc.constantFrom(...PRICES),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const rules = fc.record(
  {
    isSeated: fc.boolean(),
    buckets: fc.integer({ min: 1, max: 3 }),
    maxTicketsPerBuyer: fc.integer({ min: 2, max: 5 }),
    onePurchaseAtATime: fc.boolean(),
  },
  { requiredKeys: ['isSeated', 'buckets'] },
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'willcall-sequence-'));
  // The key that signs hand-made messages.
  const current = Buffer.alloc(32, 1).toString('base64url');
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ current }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a sale matches a simple model, whatever is bought, cancelled, repeated, paused and repriced', async () => {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const property = fc.asyncProperty(
    rules,
    fc.array(purchase, { minLength: 12, maxLength: 12 }),
    fc.array(step, { minLength: 4, maxLength: 14 }),
    async ({ isSeated, buckets, ...limits }, purchases, steps) => {
      const modelled: ModelRules = {
        capacity: SEATS.length,
        price: PRICES[0] ?? 0,
        ...(isSeated ? { seats: SEATS } : {}),
        ...limits,
      };
      const sale = await openSale({
        ...(isSeated ? { seats: SEATS } : { capacity: SEATS.length }),
        ...limits,
        buckets,
        price: { amount: modelled.price, currency: 'EUR' },
      });
      const byHand = makeFunctionCalls(sale, join(folder, 'keys.json'), {
        now: () => now,
        random: Math.random,
      });
      const model = new SaleModel(modelled);
      const messages = purchases.map((each, index) => makeMessage(sale, each, index, isSeated));
      for (const each of steps) {
        now += MS_PER_STEP;
        await takeStep(each, { now, model, byHand, messages, showId: sale.show.showId });
        await expectSame(sale, model, messages);
      }
    },
  );
  await fc.assert(property, {
    numRuns: Number(SEQUENCE_RUNS),
    ...(SEQUENCE_SEED === undefined ? {} : { seed: Number(SEQUENCE_SEED) }),
  });
});

function makeMessage(
  { show: { showId } }: Sale,
  { buyer, quantity, seats, expectedPrice }: AnyPurchase,
  index: number,
  isSeated: boolean,
): PurchaseMessage {
  return makePurchaseMessage({
    showId,
    userId: buyer,
    idempotencyKey: `${index}-${randomUUID()}`,
    quantity: isSeated ? seats.length : quantity,
    ...(isSeated ? { seats } : {}),
    ...(expectedPrice === undefined
      ? {}
      : { expectedPrice: { amount: expectedPrice, currency: 'EUR' } }),
  });
}

type Stage = {
  readonly now: number;
  readonly model: SaleModel;
  readonly byHand: FunctionCalls;
  readonly messages: readonly PurchaseMessage[];
  readonly showId: string;
};

/** Applies a step to the sale and to the model, and compares the answers. */
async function takeStep(
  each: Step,
  { now, model, byHand, messages, showId }: Stage,
): Promise<void> {
  switch (each.kind) {
    case 'deliver': {
      const requestedAt = now - 1 - each.age * MS_PER_STEP;
      const batch = each.positions.flatMap((at) => messages[at] ?? []);
      await byHand.decide(
        batch.map((message) => ({ ...message, requestedAt: new Date(requestedAt).toISOString() })),
      );
      for (const message of batch)
        model.decide({ ...makeModelPurchase(message), requestedAt }, now);
      return;
    }
    case 'cancel': {
      const message = messages[each.position];
      if (message === undefined) return;
      const { buyer, key } = makeModelPurchase(message);
      const status = await byHand.cancel(message.userId, message.purchaseId);
      expect(status).toBe(model.cancel(buyer, key) ? 200 : 409);
      return;
    }
    case 'sale':
      expect(await byHand.change(showId, { onSale: each.onSale })).toBe(200);
      if (each.onSale) model.resume(now);
      else model.pause(now);
      return;
    case 'price':
      expect(await byHand.change(showId, { price: { amount: each.price, currency: 'EUR' } })).toBe(
        200,
      );
      model.price = each.price;
  }
}

const makeModelPurchase = (message: PurchaseMessage): Omit<ModelPurchase, 'requestedAt'> => ({
  buyer: message.userId,
  key: message.purchaseId,
  quantity: message.quantity,
  ...(message.seats === undefined ? {} : { seats: message.seats }),
  ...(message.expectedPrice === undefined ? {} : { expectedPrice: message.expectedPrice.amount }),
});

/** Checks that stock, seats, ledgers and statuses match the model. */
async function expectSame(
  sale: Sale,
  model: SaleModel,
  messages: readonly PurchaseMessage[],
): Promise<void> {
  const { store, show } = sale;
  const refs = new Map<string, string>();
  for (const message of messages) {
    const record = await sale.recordOf(message);
    const state = model.purchases.get(modelPurchaseId(makeModelPurchase(message)));
    expect(record?.status).toBe(state?.status);
    if (record === undefined || state === undefined) continue;
    refs.set(
      purchaseRef(message.userId, record.recordKey),
      modelPurchaseId(makeModelPurchase(message)),
    );
    if (state.status === 'REJECTED') expect(state.reasons).toContain(record.reason);
    if (state.status === 'CONFIRMED') expect(record.total?.amount).toBe(state.total);
  }
  const stock = await readStock(store, show);
  const sum = (counter: 'available' | 'sold' | 'revenue') =>
    stock.reduce((total, bucket) => total + bucket[counter], 0);
  expect(stock.every(({ available, sold }) => available >= 0 && sold >= 0)).toBe(true);
  expect({ left: sum('available'), sold: sum('sold'), revenue: sum('revenue') }).toEqual({
    left: model.left,
    sold: SEATS.length - model.left,
    revenue: model.revenue,
  });
  if (model.seats.size > 0) {
    const { seats } = await readSeats(store, show, SEATS);
    const held = SEATS.map((id) => [id, refs.get(seats.get(id)?.heldBy ?? '')]);
    expect(new Map(held as [string, string | undefined][])).toEqual(model.seats);
  }
  for (const buyer of BUYERS) {
    const ledger = await readLedger(store, buyer, show.showId);
    const modelled = model.ledgers.get(buyer);
    expect(
      ledger && { tickets: ledger.tickets, lastDecidedAt: Date.parse(ledger.lastDecidedAt) },
    ).toEqual(modelled);
  }
  const latched = (await readShow(store, show.showId, { consistent: true }))?.soldOutAt;
  expect(latched !== undefined).toBe(model.left === 0);
}
