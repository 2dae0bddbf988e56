import type { LocalEndpoints } from '@willcall/localstack';
import { openStore } from '@willcall/store';
import type { CapacityTotals } from '../support/capacity/capacity-meter.ts';
import { putDecidedPurchases } from '../support/records/decided-purchases.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import type { CostLine } from './cost-line.ts';
import {
  CAPACITY_OF_64_SHARDS,
  listCostsOfRequests,
  type MeteredStage,
  REQUESTS,
} from './metered-stage.ts';

const DECIDED_PURCHASES = 500;
const PURCHASES_OF_A_PAGE = 50;
/** The most seats of one request. */
const SEATS_OF_6_SHARDS = 500;

const purchase = {
  quantity: 1,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2098 },
};

/** Measures the cost of buyers' requests before and after a show sells out. */
export const measureHttpCosts = (aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> =>
  listCostsOfRequests(aws, stateFolder, (metered) => listHttpCosts(aws, metered));

async function listHttpCosts(
  aws: LocalEndpoints,
  { stage, client, meter, makeShow, repeated, readUnits }: MeteredStage,
): Promise<CostLine[]> {
  const { tables } = stage.resources;
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
    { step, measure: 'SQS calls', most: 1, counted: posts.messages / REQUESTS },
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
      counted: (polls.totals.calls.GetItemCommand ?? 0) / REQUESTS,
    },
    {
      step: get,
      measure: 'read units',
      most: 0.5,
      counted: readUnits(polls.totals, 'purchases') / REQUESTS,
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
    { step: under, measure: 'SQS calls', most: 0, counted: late.messages / REQUESTS },
    { step: under, measure: 'write units', most: 0, counted: late.totals.writeUnits },
    {
      step: under,
      measure: 'read units',
      most: 1,
      counted: readUnits(late.totals, 'purchases') / REQUESTS,
    },
    {
      step: under,
      measure: 'read units per second for the cached show and lag',
      most: 1,
      counted: readUnitsOfCaches(late.totals) / late.seconds,
    },
  ];
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
