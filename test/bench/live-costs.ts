import type { LocalEndpoints } from '@willcall/localstack';
import { createTally } from '@willcall/stream';
import type { DynamoDBRecord } from 'aws-lambda';
import { makeStreamRecord } from '../support/announce/stream-record.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { addUp, type CostLine } from './cost-line.ts';
import {
  CAPACITY_OF_64_SHARDS,
  listCostsOfRequests,
  type MeteredStage,
  REQUESTS,
} from './metered-stage.ts';

/** What a stream shard takes in a second: a purchase is two of the 1,000 write units of a partition. */
const DECISIONS_OF_A_SECOND = 500;

/** Measures what it costs to count the decisions of a second, and to answer those who watch the sale. */
export const measureLiveCosts = (aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> =>
  listCostsOfRequests(aws, stateFolder, listLiveCosts);

async function listLiveCosts({
  stage,
  client,
  meter,
  makeShow,
  repeated,
  readUnits,
}: MeteredStage): Promise<CostLine[]> {
  const token = await stage.issueToken({ user: 'ops', admin: true });
  const showId = await makeShow({ capacity: CAPACITY_OF_64_SHARDS });

  const tally = createTally(stage.environment, { dynamodbPlugins: [meter.plugin] });
  const Records = makeDecisions(showId, DECISIONS_OF_A_SECOND);
  const counting = await meter.during(() => tally({ Records }, makeLambdaContext()));

  let confirmed = 0;
  const { totals, messages, seconds } = await repeated(async () => {
    const live = await client.call('getLiveSale', { path: { showId }, query: {}, token });
    confirmed = live.body.decided.confirmed;
  });
  if (confirmed !== DECISIONS_OF_A_SECOND) throw new Error('The tally was not read');

  const count = `${DECISIONS_OF_A_SECOND} decisions of a second, counted`;
  const live = 'GET /v1/shows/{id}/live with 64 shards, one environment';
  return [
    { step: count, measure: 'write units', most: 1, counted: counting.writeUnits },
    { step: count, measure: 'AWS calls', most: 1, counted: addUp(counting.calls) },
    {
      step: live,
      measure: 'read units per second for the show and its shards, whatever arrives',
      most: 65,
      counted: (readUnits(totals, 'shows') + readUnits(totals, 'stock')) / seconds,
    },
    {
      step: live,
      measure: 'read units for each answer, for up to 4 KB of tallies, and the lag once a second',
      most: 1,
      counted: readUnits(totals, 'pulse') / REQUESTS,
    },
    {
      step: live,
      measure: 'SQS calls per second, whatever arrives',
      most: 4,
      counted: messages / seconds,
    },
    { step: live, measure: 'write units', most: 0, counted: totals.writeUnits },
  ];
}

const text = (S: string) => ({ S });

/** Confirmed purchases of one second, after waits of up to three seconds. */
const makeDecisions = (showId: string, count: number): DynamoDBRecord[] => {
  const decidedAt = Date.now();
  return Array.from({ length: count }, (_, nth) => {
    const key = String(nth).padStart(16, '0');
    const keys = { userId: text(`buyer-${nth}`), recordKey: text(`P#${key}`) };
    return makeStreamRecord(keys, undefined, {
      ...keys,
      purchaseId: text(`${key}AZaz09-_AZaz09-_`),
      showId: text(showId),
      status: text('CONFIRMED'),
      quantity: { N: '1' },
      requestedAt: text(new Date(decidedAt - ((nth * 7) % 3_000)).toISOString()),
      decidedAt: text(new Date(decidedAt).toISOString()),
      correlationId: text('order'),
    });
  });
};
