import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import type { LocalEndpoints } from '@willcall/localstack';
import { createShowJobs } from '@willcall/show-jobs';
import { cancelShow, listShowJobs } from '@willcall/store';
import type { CapacityTotals } from '../support/capacity/capacity-meter.ts';
import { putDecidedPurchases } from '../support/records/decided-purchases.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSaleOn, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { type CostLine, createMeter } from './cost-line.ts';

/** What the purchases of a cancelled show have besides their records. */
export type PurchaseKind = 'plain' | 'with ledger' | 'with ledger and eight seats';

type CancelledSizes = {
  readonly kind: PurchaseKind;
  /** Purchases that the show sells, each to another buyer. */
  readonly sold: number;
  /** Purchases that the worker decides together. Default: 10. */
  readonly batch?: number;
  /** Purchases of other shows in the same table. */
  readonly others?: number;
};

/** Units and calls until the job of a cancelled show has ended, after both of its passes. */
export type CancellationCost = Pick<CapacityTotals, 'calls'> & {
  readonly writesPerPurchase: number;
  readonly readsPerPurchase: number;
};

/** Milliseconds of a turn: enough for all purchases, although the meter is slow. */
const TURN_MS = 600_000;
const SEATS_EACH = 8;
const SOLD_AT = Date.parse('2031-05-01T07:00:00.000Z');
const CANCELLED_AT = Date.parse('2031-05-01T08:00:00.000Z');

/** Sells a show, cancels it, and counts what cancelling its purchases costs. */
export async function measureCancellation(
  aws: LocalEndpoints,
  { kind, sold, others = 0, batch = 10 }: CancelledSizes,
): Promise<CancellationCost> {
  const isSeated = kind === 'with ledger and eight seats';
  const seats = Array.from({ length: sold * SEATS_EACH }, (_, seat) => `A-${seat}`);
  const sale = await openSaleOn(aws, {
    ...{ capacity: SEATS_EACH * sold, buckets: 2, startsAt: '2031-06-01T20:00:00Z' },
    ...(kind === 'plain' ? {} : { maxTicketsPerBuyer: SEATS_EACH }),
    ...(isSeated ? { seats } : {}),
  });
  await sell(sale, { sold, batch, seats: isSeated ? seats : undefined });
  const userId = (index: number) => `other-${index}`;
  await putDecidedPurchases(sale.store, { count: others, userId, showId: 'another' });
  await cancelShow(sale.store, sale.show, {
    at: new Date(CANCELLED_AT).toISOString(),
    correlationId: 'called-off',
  });
  const meter = createMeter(aws);
  const { calls, writeUnits, readUnits } = await meter.during(async () => {
    for (const seconds of [30, 100]) {
      const clock = () => new Date(CANCELLED_AT + seconds * 1_000);
      const seams = { clock, dynamodbPlugins: [meter.plugin], wait: async () => undefined };
      const turn = createShowJobs(
        sale.environment,
        asDeployed('show-jobs', sale.environment, seams),
      );
      await turn({}, makeLambdaContext(TURN_MS));
    }
  });
  await expectAllCancelled(sale, sold);
  return {
    calls,
    writesPerPurchase: writeUnits / sold,
    readsPerPurchase: readUnits / sold,
  };
}

type Sold = Required<Pick<CancelledSizes, 'sold' | 'batch'>> & {
  /** Eight for each purchase. */
  readonly seats: readonly string[] | undefined;
};

/** Sells from both shards in turn. */
async function sell({ show, worker }: Sale, { sold, batch, seats }: Sold): Promise<void> {
  const clock = () => new Date(SOLD_AT);
  const workers = [0, 0.99].map((random) => worker({ clock, random: () => random }));
  const requestedAt = new Date(SOLD_AT).toISOString();
  const messages = Array.from({ length: sold }, (_, nth) =>
    makePurchaseMessage({
      ...{ showId: show.showId, userId: randomUUID(), requestedAt },
      ...(seats === undefined
        ? {}
        : { seats: seats.slice(nth * SEATS_EACH, (nth + 1) * SEATS_EACH), quantity: SEATS_EACH }),
    }),
  );
  for (let nth = 0; nth < sold; nth += batch) {
    const decide = known(workers[(nth / batch) % workers.length], 'worker');
    const records = messages
      .slice(nth, nth + batch)
      .map((message) => makePurchaseSqsRecord(message));
    const failed = await decide(records);
    if (failed.length > 0) throw new Error(`${failed.length} purchases were not decided`);
  }
}

async function expectAllCancelled(sale: Sale, sold: number): Promise<void> {
  const shards = await sale.buckets();
  const left = shards.reduce((sum, shard) => sum + shard.sold, 0);
  const jobs = await listShowJobs(sale.store);
  if (left > 0 || jobs.length > 0) throw new Error(`${left} tickets of ${sold} purchases are sold`);
}

/** The limits of the cancellation of a show, for each of its purchases. */
export async function listCancellationCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const limits = [
    { kind: 'plain', sold: 500, writes: 2.2, reads: 1.2 },
    { kind: 'with ledger', sold: 300, writes: 4.2, reads: 2.2 },
    { kind: 'with ledger and eight seats', sold: 90, writes: 20.67, reads: 2.2 },
  ] as const;
  const lines: CostLine[] = [];
  for (const { kind, sold, writes, reads } of limits) {
    const cost = await measureCancellation(aws, { kind, sold });
    const step = `cancelling a purchase ${kind} with its show`;
    lines.push(
      { step, measure: 'write units', most: writes, counted: cost.writesPerPurchase },
      { step, measure: 'read units', most: reads, counted: cost.readsPerPurchase },
    );
  }
  return lines;
}
