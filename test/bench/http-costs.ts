import { randomUUID } from 'node:crypto';
import { openClient } from '@willcall/client/checked';
import type { ShowRequest } from '@willcall/contracts';
import { type LocalEndpoints, startStage } from '@willcall/localstack';
import { openStore } from '@willcall/store';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import type { CapacityTotals } from '../support/capacity/capacity-meter.ts';
import { putDecidedPurchases } from '../support/records/decided-purchases.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import { addUp, type CostLine, createMeter } from './cost-line.ts';

const POSTS = 10;
const MS_PER_SECOND = 1_000;
const DECIDED_PURCHASES = 500;
const PURCHASES_OF_A_PAGE = 50;
/** The most seats of one request. */
const SEATS_OF_6_SHARDS = 500;
/** 80 tickets for each shard. */
const CAPACITY_OF_64_SHARDS = 5_120;

const show = {
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: 1599, currency: 'EUR' },
  capacity: 100,
};

const purchase = {
  quantity: 1,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2098 },
};

/** Measures the cost of buyers' requests before and after a show sells out. */
export async function measureHttpCosts(
  aws: LocalEndpoints,
  stateFolder?: string,
): Promise<CostLine[]> {
  const meter = createMeter(aws);
  const sqs = createCallCounter();
  const stage = await startStage({
    aws,
    stage: `cost-${randomUUID()}`,
    stateFolder,
    pollers: 0,
    announces: false,
    // accept skips a slow read, which would lower the measured cost.
    env: { READ_PATIENCE_MS: '10000' },
    seams: { dynamodbPlugins: [meter.plugin], sqsPlugins: [sqs.plugin] },
  });
  const client = openClient({ url: stage.url });
  try {
    const makeShow = async (changes: Partial<ShowRequest> = {}): Promise<string> => {
      const token = await stage.issueToken({ user: 'ops', admin: true });
      const body = { ...show, ...changes };
      return (await client.call('createShow', { body, token })).body.showId;
    };
    const token = await stage.issueToken({ user: 'alice' });
    const post = async (showId: string, expected: number): Promise<string> => {
      const answer = await client.send({
        method: 'POST',
        path: '/v1/purchases',
        body: { showId, ...purchase },
        token,
      });
      if (answer.status !== expected) throw new Error(`POST answered ${answer.status}`);
      return answer.headers.location ?? '';
    };
    const { tables } = stage.resources;
    /** The total cost of repeated requests, and the seconds in which a cache could be refreshed. */
    const repeated = async (request: () => Promise<unknown>) => {
      sqs.reset();
      const began = Date.now();
      const totals = await meter.during(async () => {
        for (let index = 0; index < POSTS; index += 1) await request();
      });
      const seconds = Math.floor((Date.now() - began) / MS_PER_SECOND) + 1;
      return { totals, messages: addUp(sqs.calls()) / POSTS, seconds };
    };
    const readUnits = (totals: CapacityTotals, table: keyof typeof tables): number =>
      totals.tables[tables[table]]?.readUnits ?? 0;

    const onSale = await makeShow();
    let location = '';
    const posts = await repeated(async () => {
      location = await post(onSale, 202);
    });
    const polls = await repeated(() => client.send({ path: location, token }));

    const soldOut = await makeShow();
    await latch(aws, tables, soldOut);
    const late = await repeated(() => post(soldOut, 409));

    const large = await makeShow({ capacity: CAPACITY_OF_64_SHARDS });
    const views = await repeated(() => client.call('getShow', { path: { showId: large } }));
    const seats = Array.from({ length: SEATS_OF_6_SHARDS }, (_, nth) => `A-${nth + 1}`);
    const house = await makeShow({ capacity: undefined, seats });
    const houses = await repeated(() => client.call('listTakenSeats', { path: { showId: house } }));

    const { documents } = openDocuments(aws.dynamodbEndpoint);
    await putDecidedPurchases(
      { documents, tables },
      { count: DECIDED_PURCHASES, userId: () => 'alice' },
    );
    documents.destroy();
    const list = await meter.during(async () => {
      const answer = await client.call('listPurchases', { path: { userId: 'me' }, token });
      if (answer.body.purchases.length !== PURCHASES_OF_A_PAGE) throw new Error('No full page');
    });

    const step = 'POST /v1/purchases';
    const get = 'GET /v1/purchases/{id} while PENDING';
    const page = `a page of ${PURCHASES_OF_A_PAGE} of a buyer's ${DECIDED_PURCHASES} purchases`;
    const view = 'GET /v1/shows/{id} with 64 shards, one environment';
    const taken = `GET /v1/shows/{id}/seats/taken of ${SEATS_OF_6_SHARDS} seats, one environment`;
    const under = 'POST under an old sold-out latch';
    const readUnitsOfCaches = (totals: CapacityTotals): number =>
      readUnits(totals, 'shows') + readUnits(totals, 'pulse');
    return [
      { step, measure: 'SQS calls', most: 1, counted: posts.messages },
      { step, measure: 'write units', most: 0, counted: posts.totals.writeUnits },
      {
        step,
        measure: 'read units per second for the cached show',
        most: 0.5,
        counted: readUnits(posts.totals, 'shows') / posts.seconds,
      },
      {
        step: get,
        measure: 'DynamoDB calls',
        most: 1,
        counted: (polls.totals.calls.GetItemCommand ?? 0) / POSTS,
      },
      {
        step: get,
        measure: 'read units',
        most: 0.5,
        counted: readUnits(polls.totals, 'purchases') / POSTS,
      },
      {
        step: get,
        measure: 'read units per second for the cached lag of the queue',
        most: 0.5,
        counted: readUnits(polls.totals, 'pulse') / polls.seconds,
      },
      { step: page, measure: 'read units', most: 6, counted: readUnits(list, 'purchases') },
      {
        step: view,
        measure: 'read units per second, whatever arrives',
        // The show, its summary, and 64 shards.
        most: 65.5,
        counted: views.totals.readUnits / views.seconds,
      },
      {
        step: view,
        measure: 'write units per second (4 more for the first summary)',
        most: 5,
        counted: views.totals.writeUnits / views.seconds,
      },
      {
        step: taken,
        measure: 'read units per second, whatever arrives',
        // The show, and 4 KB for each 25 seats, rounded up in each of the shards.
        most: 1 + (SEATS_OF_6_SHARDS / 25 + 6) / 2,
        counted: houses.totals.readUnits / houses.seconds,
      },
      { step: under, measure: 'SQS calls', most: 0, counted: late.messages },
      { step: under, measure: 'write units', most: 0, counted: late.totals.writeUnits },
      {
        step: under,
        measure: 'read units',
        most: 1,
        counted: readUnits(late.totals, 'purchases') / POSTS,
      },
      {
        step: under,
        measure: 'read units per second for the cached show and lag',
        most: 1,
        counted: readUnitsOfCaches(late.totals) / late.seconds,
      },
    ];
  } finally {
    client.close();
    await stage.stop();
  }
}

const openDocuments = (endpoint: string) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return openStore({}, { client: { endpoint, region: 'us-east-1', credentials } });
};

/** Sets the sold-out latch as the worker does, at a time long past. */
async function latch(
  { dynamodbEndpoint }: LocalEndpoints,
  tables: { readonly shows: string },
  showId: string,
): Promise<void> {
  const { documents } = openDocuments(dynamodbEndpoint);
  await documents.send(
    setAttributes(tables.shows, { showId }, { soldOutAt: '2026-01-01T00:00:00.000Z' }),
  );
  documents.destroy();
}
