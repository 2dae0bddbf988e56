import { randomUUID } from 'node:crypto';
import { openClient } from '@willcall/client/checked';
import type { ShowRequest } from '@willcall/contracts';
import { type LocalEndpoints, startStage } from '@willcall/localstack';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import type { CapacityTotals } from '../support/capacity/capacity-meter.ts';
import { addUp, type CostLine, createMeter } from './cost-line.ts';

/** Requests of each kind. */
export const REQUESTS = 10;
/** 80 tickets for each shard. */
export const CAPACITY_OF_64_SHARDS = 5_120;
const MS_PER_SECOND = 1_000;

const show = {
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: 1599, currency: 'EUR' },
  capacity: 100,
};

export type MeteredStage = Awaited<ReturnType<typeof startMeteredStage>>;

/** Starts a stage without workers and events, lists the costs of its requests, and stops it. */
export async function listCostsOfRequests(
  aws: LocalEndpoints,
  stateFolder: string | undefined,
  listCosts: (metered: MeteredStage) => Promise<CostLine[]>,
): Promise<CostLine[]> {
  const metered = await startMeteredStage(aws, stateFolder);
  try {
    return await listCosts(metered);
  } finally {
    metered.client.close();
    await metered.stage.stop();
  }
}

async function startMeteredStage(aws: LocalEndpoints, stateFolder: string | undefined) {
  const meter = createMeter(aws);
  const sqs = createCallCounter();
  const stage = await startStage({
    aws,
    stage: `cost-${randomUUID()}`,
    stateFolder,
    pollers: 0,
    announces: false,
    // A function skips a slow optional read, which would lower the measured cost.
    env: { READ_PATIENCE_MS: '10000' },
    seams: { dynamodbPlugins: [meter.plugin], sqsPlugins: [sqs.plugin] },
  });
  const client = openClient({ url: stage.url });
  const { tables } = stage.resources;
  return {
    stage,
    client,
    meter,
    /** The id of a new show of 100 tickets, or as changed. */
    makeShow: async (changes: Partial<ShowRequest> = {}): Promise<string> => {
      const token = await stage.issueToken({ user: 'ops', admin: true });
      const body = { ...show, ...changes };
      return (await client.call('createShow', { body, token })).body.showId;
    },
    /** The total cost of repeated requests, and the seconds in which a cache could be refreshed. */
    repeated: async (request: () => Promise<unknown>) => {
      sqs.reset();
      const began = Date.now();
      const totals = await meter.during(async () => {
        for (let nth = 0; nth < REQUESTS; nth += 1) await request();
      });
      const seconds = Math.floor((Date.now() - began) / MS_PER_SECOND) + 1;
      return { totals, messages: addUp(sqs.calls()), seconds };
    },
    readUnits: (totals: CapacityTotals, table: keyof typeof tables): number =>
      totals.tables[tables[table]]?.readUnits ?? 0,
  };
}
