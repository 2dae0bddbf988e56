import { known } from '@willcall/contracts';
import type { LocalEndpoints } from '@willcall/localstack';
import {
  type HeldPurchase,
  recordRefund,
  releaseHolds,
  requestRefund,
  settleHolds,
} from '@willcall/store';
import { openSaleOn } from '../support/sale/open-sale.ts';
import { addIntent, atOnce, makePaidRequest, toHeld } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { type CostLine, createMeter } from './cost-line.ts';

const BATCH = 10;
/** A show that holds tickets keeps a ledger for each buyer. */
const LEDGERS = 2 * BATCH;

/** Measures what holding, settling and expiring a full batch costs, from one stock shard, and what a refund does. */
export async function measureHoldCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const sale = await openSaleOn(aws, { payment: 'PROVIDER', holdSeconds: 600, capacity: 1_000 });
  const meter = createMeter(aws);
  const now = new Date();
  const worker = sale.worker({ dynamodbPlugins: [meter.plugin], clock: () => now });
  const store = sale.storeWith(meter.plugin);
  const ask = (of: string) =>
    Array.from({ length: BATCH }, (_, nth) =>
      makePaidRequest(sale, `${of}-${nth}`, (nth % 8) + 1, { requestedAt: now.toISOString() }),
    );
  const hold = async (of: string) => {
    const messages = ask(of);
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const cost = await meter.during(() => worker(records));
    const held: HeldPurchase[] = [];
    for (const message of messages) {
      held.push(await addIntent(sale, toHeld(await sale.recordOf(message))));
    }
    return { cost, held };
  };

  const paid = await hold('pays');
  const settlements = paid.held.map((purchase) => ({
    purchase,
    intent: `pi_${purchase.userId}`,
    paidAt: now.toISOString(),
  }));
  const settled = await meter.during(() => settleHolds(store, sale.show, settlements, atOnce));
  const unpaid = await hold('lapses');
  const releases = unpaid.held.map((purchase) => ({
    ...{ purchase, intent: `pi_${purchase.userId}` },
    to: { status: 'EXPIRED' } as const,
  }));
  const expired = await meter.during(() => releaseHolds(store, sale.show, releases, atOnce));
  const [late] = unpaid.held;
  const refunded = await meter.during(async () => {
    const { userId, recordKey, payment } = known(late, 'expired purchase');
    const request = { userId, recordKey, payment: known(payment, 'intent'), amount: 1 };
    const record = await requestRefund(store, request);
    await recordRefund(store, { ...record, refund: known(record.refund, 'refund') }, 'SUCCEEDED');
  });
  const line = (step: string, counted: number): CostLine => ({
    step: `${step} a full batch of 10, 1 to 8 tickets each`,
    measure: 'write units (2 for each ledger)',
    most: 24 + LEDGERS,
    counted,
  });
  return [
    line('holding', paid.cost.writeUnits),
    line('settling', settled.writeUnits),
    line('expiring', expired.writeUnits),
    {
      step: 'refunding a late payment, once it is made',
      ...{ measure: 'write units', most: 2, counted: refunded.writeUnits },
    },
  ];
}
