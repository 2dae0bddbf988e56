import type { PurchaseMessage } from '@willcall/contracts';
import type { LocalEndpoints } from '@willcall/localstack';
import type { CapacityTotals } from '../support/capacity/capacity-meter.ts';
import { openSaleOn } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  type PurchaseOverrides,
} from '../support/sale/purchase-message.ts';
import { type CostLine, createMeter } from './cost-line.ts';

/** The largest possible purchase. It is a few bytes over 1 KB, which costs two write units more. */
const longest = {
  userId: 'u'.repeat(255),
  holder: { name: 'N'.repeat(100), email: `${'e'.repeat(242)}@example.com` },
  card: { brand: 'mastercard', last4: '4444' },
  correlationId: 'c'.repeat(64),
  reminderLeadSeconds: 2_592_000,
} as const;

/** Long seat ids, for a buyer whose id is twice as long as Cognito's. */
const eightSeats = Array.from({ length: 8 }, (_, seat) => `GALLERY-LEFT-${100 + seat}`);
const seated = { ...longest, userId: 'u'.repeat(72), seats: eightSeats, quantity: 8 };

const BUYERS = [10, 3] as const;

/** Measures the worker's cost for several kinds of batches. */
export async function measureDecisionCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const sale = await openSaleOn(aws, { capacity: 1_000, buckets: 12 });
  const { showId } = sale.show;
  const strict = await sale.addShow({ maxTicketsPerBuyer: 1 });
  const soldOut = await sale.addShow({ capacity: 1 });
  const limited = await sale.addShow({ capacity: 1_000, buckets: 12, maxTicketsPerBuyer: 80 });
  const seatedSale = await openSaleOn(aws, { seats: [...eightSeats, 'STAGE-1'] });
  const meter = createMeter(aws);
  // Purchases are decided at the time of their request. A lag of two seconds would be reported, which costs a write.
  const now = new Date();
  const seams = { dynamodbPlugins: [meter.plugin], clock: () => now };
  const worker = sale.worker(seams);
  const batch = (
    of: string,
    size: number,
    overrides: (index: number) => Partial<PurchaseOverrides>,
  ) =>
    Array.from({ length: size }, (_, index) =>
      makePurchaseSqsRecord(
        makePurchaseMessage({ showId: of, requestedAt: now.toISOString(), ...overrides(index) }),
      ),
    );
  const decide = (records: Parameters<typeof worker>[0], by = worker) =>
    meter.during(() => by(records));
  const oneToEight = (index: number): Pick<PurchaseMessage, 'quantity'> => ({
    quantity: (index % 8) + 1,
  });

  const ten = await decide(batch(showId, 10, oneToEight));
  const one = await decide(batch(showId, 1, () => ({ quantity: 8 })));
  const large = await decide(batch(showId, 1, () => ({ quantity: 8, ...longest })));
  const seats = await decide(
    batch(seatedSale.show.showId, 1, () => seated),
    seatedSale.worker(seams),
  );
  const limits: CapacityTotals[] = [];
  for (const buyers of BUYERS) {
    const overrides = (index: number) => ({
      ...oneToEight(index),
      userId: `b${buyers}-${index % buyers}`,
    });
    limits.push(await decide(batch(limited.showId, 10, overrides)));
  }
  await worker(batch(soldOut.showId, 2, () => ({})));
  const refused = await decide(batch(soldOut.showId, 10, () => ({})));
  const tooMany = await decide(batch(strict.showId, 10, () => ({ quantity: 2 })));

  const full = 'a full batch of 10, 1 to 8 tickets each';
  const refusal = 'one refusal under the sold-out latch';
  return [
    { step: full, measure: 'transactions', most: 1, counted: countTransactions(ten.calls) },
    { step: full, measure: 'write units', most: 24, counted: ten.writeUnits },
    { step: 'a batch of one', measure: 'write units', most: 6, counted: one.writeUnits },
    {
      step: 'a batch of one, all fields at their longest',
      measure: 'write units',
      most: 8,
      counted: large.writeUnits,
    },
    {
      step: 'a batch of one, eight seats with long ids',
      measure: 'write units (2 for each seat)',
      most: 6 + 2 * eightSeats.length,
      counted: seats.writeUnits,
    },
    ...BUYERS.map((buyers, index) => ({
      step: `a full batch of ${buyers} buyers, with a ticket limit`,
      measure: 'write units',
      most: 24 + 2 * buyers,
      counted: limits[index]?.writeUnits ?? Number.NaN,
    })),
    { step: refusal, measure: 'write units', most: 1, counted: refused.writeUnits / 10 },
    { step: refusal, measure: 'transactions', most: 0, counted: countTransactions(refused.calls) },
    {
      step: refusal,
      measure: 'stock reads',
      most: 0,
      counted: refused.calls.BatchGetItemCommand ?? 0,
    },
    {
      step: 'one refusal for a ticket limit, with its ledger entry',
      measure: 'write units',
      most: 2,
      counted: tooMany.writeUnits / 10,
    },
  ];
}

const countTransactions = (calls: Readonly<Record<string, number>>): number =>
  calls.TransactWriteItemsCommand ?? 0;
