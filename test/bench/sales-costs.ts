import { forEachConcurrently } from '@willcall/domain';
import type { LocalEndpoints } from '@willcall/localstack';
import { createShowJobs } from '@willcall/show-jobs';
import { sumSales } from '@willcall/store';
import type { SdkPlugin } from '../support/capacity/sdk-plugin.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSaleOn } from '../support/sale/open-sale.ts';
import { type CostLine, createMeter } from './cost-line.ts';

/** The sizes of a measurement: shows that are over, and shows that are on sale. */
type SalesSizes = {
  readonly over: number;
  readonly onSale: number;
  /** Stock shards of each show that is over. */
  readonly shards: number;
};

const SHARDS = 8;
const STARTED_AT = '2031-01-01T20:00:00Z';
const SETTLED_AT = new Date('2031-02-01T00:00:00Z');
/** Shows that one turn settles. */
const SHOWS_PER_TURN = 25;
/** Milliseconds: enough on a busy machine. */
const TIMEOUT_MS = 600_000;

/** Measures what the totals of all shows cost before and after the shows that are over are settled. */
export async function measureSalesCosts(aws: LocalEndpoints, { over, onSale, shards }: SalesSizes) {
  const layout = { buckets: SHARDS, capacity: 80 };
  const sale = await openSaleOn(aws, layout);
  for (let nth = 1; nth < onSale; nth += 1) await sale.addShow(layout);
  const started = Array.from({ length: over }, () => ({
    ...layout,
    buckets: shards,
    startsAt: STARTED_AT,
  }));
  await forEachConcurrently(started, 8, async (show) => void (await sale.addShow(show)));
  const meter = createMeter(aws);
  const store = sale.storeWith(meter.plugin);
  const read = () =>
    meter.during(async () => {
      const { capacity } = await sumSales(store);
      if (capacity !== layout.capacity * (over + onSale))
        throw new Error(`The totals are ${capacity} tickets`);
    });
  const before = await read();
  const { environment } = sale;
  const openJobs = (...dynamodbPlugins: SdkPlugin[]) => {
    const seams = { clock: () => SETTLED_AT, dynamodbPlugins };
    const jobs = createShowJobs(environment, asDeployed('show-jobs', environment, seams));
    return async () => void (await jobs({}, makeLambdaContext(TIMEOUT_MS)));
  };
  const metered = openJobs(meter.plugin);
  const settling = await meter.during(metered);
  const turn = openJobs();
  for (let settled = SHOWS_PER_TURN; settled < over; settled += SHOWS_PER_TURN) await turn();
  return { before, settling, idle: await meter.during(metered), after: await read() };
}

/** The limits of the totals and of settling. */
export async function listSalesCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const { settling, idle, after } = await measureSalesCosts(aws, {
    over: 100,
    onSale: 3,
    shards: SHARDS,
  });
  return [
    {
      step: `GET /v1/sales: 3 shows of ${SHARDS} shards on sale, 100 settled`,
      measure: 'read units',
      // Of each show on sale, its settlement and its shards.
      most: 3 * (1 + SHARDS) + 2,
      counted: after.readUnits,
    },
    {
      step: `settling a show of ${SHARDS} shards`,
      measure: 'read units',
      // Each turn of 25 shows also reads its jobs, its list and the totals.
      most: SHARDS + 1 + 6 / SHOWS_PER_TURN,
      counted: settling.readUnits / SHOWS_PER_TURN,
    },
    {
      step: `settling a show of ${SHARDS} shards`,
      measure: 'write units',
      most: 2 * (SHARDS + 2) + 4,
      counted: settling.writeUnits / SHOWS_PER_TURN,
    },
    {
      step: 'a turn without a show to settle',
      measure: 'read units',
      most: 1,
      counted: idle.readUnits,
    },
  ];
}
