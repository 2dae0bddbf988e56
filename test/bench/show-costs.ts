import type { LocalEndpoints } from '@willcall/localstack';
import { auditShow, forEachSold } from '@willcall/store';
import { putDecidedPurchases } from '../support/records/decided-purchases.ts';
import { openSaleOn } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { type CostLine, createMeter } from './cost-line.ts';

/** The sizes of a measurement. */
type ShowSizes = {
  /** Purchases that the show sells, in full batches. */
  readonly sold: number;
  /** Purchases of other shows in the same table. */
  readonly others: number;
};

const BATCH = 10;

/**
 * Sells a show, and measures what its audit and its export cost, in read units: alone in its tables, and
 * then among the purchases of other shows.
 */
export async function measureShowCosts(aws: LocalEndpoints, { sold, others }: ShowSizes) {
  const sale = await openSaleOn(aws, { capacity: 8 * sold, buckets: 8 });
  const { showId } = sale.show;
  const worker = sale.worker();
  for (let nth = 0; nth < sold; nth += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, index) =>
      makePurchaseMessage({ showId, quantity: (index % 8) + 1 }),
    );
    await worker(batch.map((message) => makePurchaseSqsRecord(message)));
  }
  const meter = createMeter(aws);
  const store = sale.storeWith(meter.plugin);
  const measure = async () => {
    const audit = await meter.during(async () => {
      const { byStatus, differences } = await auditShow(store, showId);
      const [first] = differences;
      if (first !== undefined) throw new Error(`${first.code}: ${first.message}`);
      if (byStatus.CONFIRMED !== sold) throw new Error(`${byStatus.CONFIRMED} were audited`);
    });
    let exported = 0;
    const tickets = await meter.during(() =>
      forEachSold(store, sale.show, {
        onPurchases: (purchases) => {
          exported += purchases.length;
        },
      }),
    );
    if (exported !== sold) throw new Error(`${exported} purchases were exported`);
    return { audit, tickets };
  };
  const alone = await measure();
  const userId = (index: number) => `other-${index}`;
  await putDecidedPurchases(sale.store, { count: others, userId, showId: 'another' });
  return { alone, among: await measure() };
}

/** The limits of an audit and of an export, for each purchase and for the show. */
export async function listShowCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const sizes = { sold: 200, others: 2_000 };
  const { among } = await measureShowCosts(aws, sizes);
  const of = `of a show of ${sizes.sold} purchases, among ${sizes.others} others`;
  return [
    {
      step: `the audit ${of}`,
      measure: 'read units',
      most: sizes.sold + 250,
      counted: among.audit.readUnits,
    },
    {
      step: `the export ${of}`,
      measure: 'read units',
      most: sizes.sold + 20,
      counted: among.tickets.readUnits,
    },
  ];
}
