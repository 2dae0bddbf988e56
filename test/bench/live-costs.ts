import { randomUUID } from 'node:crypto';
import { openClient } from '@willcall/client/checked';
import { type LocalEndpoints, startStage } from '@willcall/localstack';
import { createTally } from '@willcall/stream';
import type { DynamoDBRecord } from 'aws-lambda';
import { makeStreamRecord } from '../support/announce/stream-record.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { addUp, type CostLine, createMeter } from './cost-line.ts';

/** 80 tickets for each of 64 shards. */
const CAPACITY_OF_64_SHARDS = 5_120;
/** What a stream shard takes in a second: a purchase is two of the 1,000 write units of a partition. */
const DECISIONS_OF_A_SECOND = 500;
const ANSWERS = 10;
const MS_PER_SECOND = 1_000;

/** Measures what it costs to count the decisions of a second, and to answer those who watch. */
export async function measureLiveCosts(
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
    env: { READ_PATIENCE_MS: '10000' },
    seams: { dynamodbPlugins: [meter.plugin], sqsPlugins: [sqs.plugin] },
  });
  const client = openClient({ url: stage.url });
  try {
    const token = await stage.issueToken({ user: 'ops', admin: true });
    const body = {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: { amount: 1599, currency: 'EUR' },
      capacity: CAPACITY_OF_64_SHARDS,
    };
    const { showId } = (await client.call('createShow', { body, token })).body;

    const tally = createTally(stage.environment, { dynamodbPlugins: [meter.plugin] });
    const Records = makeDecisions(showId, DECISIONS_OF_A_SECOND);
    const counting = await meter.during(() => tally({ Records }, makeLambdaContext()));

    sqs.reset();
    const began = Date.now();
    let confirmed = 0;
    const answers = await meter.during(async () => {
      for (let nth = 0; nth < ANSWERS; nth += 1) {
        const live = await client.call('getLiveSale', { path: { showId }, query: {}, token });
        confirmed = live.body.decided.confirmed;
      }
    });
    const seconds = Math.floor((Date.now() - began) / MS_PER_SECOND) + 1;
    if (confirmed !== DECISIONS_OF_A_SECOND) throw new Error('The tally was not read');

    const { tables } = stage.resources;
    const readUnits = (table: 'shows' | 'stock' | 'pulse'): number =>
      answers.tables[tables[table]]?.readUnits ?? 0;
    const count = `${DECISIONS_OF_A_SECOND} decisions of a second, counted`;
    const live = 'GET /v1/shows/{id}/live with 64 shards, one environment';
    return [
      { step: count, measure: 'write units', most: 1, counted: counting.writeUnits },
      { step: count, measure: 'AWS calls', most: 1, counted: addUp(counting.calls) },
      {
        step: live,
        measure: 'read units per second for the show and its shards, whatever arrives',
        most: 65,
        counted: (readUnits('shows') + readUnits('stock')) / seconds,
      },
      {
        step: live,
        measure: 'read units for each answer, for up to 4 KB of tallies, and the lag once a second',
        most: 1,
        counted: readUnits('pulse') / ANSWERS,
      },
      {
        step: live,
        measure: 'SQS calls per second, whatever arrives',
        most: 4,
        counted: addUp(sqs.calls()) / seconds,
      },
      { step: live, measure: 'write units', most: 0, counted: answers.writeUnits },
    ];
  } finally {
    client.close();
    await stage.stop();
  }
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
