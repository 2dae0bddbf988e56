import { streamSources } from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import { modelBatch } from './model-batch.ts';
import { fewestShards, modelStream, type StreamLoad } from './model-stream.ts';
import { modelSweep } from './model-sweep.ts';

const factorOf = (table: string): number =>
  streamSources.find((source) => source.table === table)?.parallelizationFactor ?? 0;

describe('a batch of a hundred changes, by the real function in simulated time,', () => {
  it('of purchases sets its reminders in 4 calls and publishes its events in 10', async () => {
    const { milliseconds, calls, reminderWriteUnits } = await modelBatch('purchases', 100);
    expect(calls).toEqual({ BatchWriteItemCommand: 4, PutEventsCommand: 10 });
    expect(reminderWriteUnits).toBe(100);
    expect(Math.round(milliseconds)).toBe(205);
  });

  it('of fired reminders reads each purchase, and their show once', async () => {
    const { milliseconds, calls } = await modelBatch('reminders', 100);
    expect(calls).toEqual({ GetItemCommand: 101, PutEventsCommand: 10 });
    expect(Math.round(milliseconds)).toBe(303);
  });
});

describe('the stream function in a sale of 14,000 a second', () => {
  /** The quota of us-east-1. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
  const putEventsPerSecond = 10_000;
  const load = async (): Promise<StreamLoad> => ({
    ...{ recordsPerSecond: 14_000, seconds: 60, putEventsPerSecond },
    shards: fewestShards(14_000),
    parallelizationFactor: factorOf('purchases'),
    batch: { records: 100, milliseconds: (await modelBatch('purchases', 100)).milliseconds },
  });

  it('keeps up', async () => {
    const { lagSeconds, ...lag } = modelStream(await load());
    expect(lag).toMatchObject({ binds: 'the load', concurrency: 28 * 4 });
    expect(lagSeconds).toBeLessThan(1);
    // An outage of an hour is made up for while the sale goes on.
    expect(lag.capacityPerSecond).toBeGreaterThan(3 * 14_000);
  });

  it('fell behind with 230 records a second and shard, and took over a minute to catch up', async () => {
    const before = { records: 230, milliseconds: 1_000 };
    const lag = modelStream({ ...(await load()), parallelizationFactor: 1, batch: before });
    expect(lag.binds).toBe('the shards');
    expect(lag.lagSeconds).toBeGreaterThan(60);
  });

  it('falls behind in a region whose quota of PutEvents is small', async () => {
    const lag = modelStream({ ...(await load()), putEventsPerSecond: 600 });
    expect(lag.binds).toBe('the quota of PutEvents');
    expect(lag.capacityPerSecond).toBe(6_000);
    expect(Math.round(lag.lagSeconds)).toBe(80);
  });
});

describe('50,000 reminders that are due in one minute', () => {
  const PARTITIONS = 4;
  const TWO_MINUTES_MS = 120_000;

  it('are each fired once, and all announced within two minutes', async () => {
    const sweep = await modelSweep({ reminders: 50_000, partitions: PARTITIONS });
    expect(sweep.turns).toEqual([{ minutes: 1, fired: 50_000, isDone: true }]);
    expect(sweep.firedOnce).toBe(true);
    // The position, the list of minutes, two pages in each of 16 lanes, and the new position.
    expect(sweep.calls).toEqual({
      ...{ GetItemCommand: 1, QueryCommand: 1 + 2 * 16, UpdateItemCommand: 50_001 },
    });
    // All reminders of a lane may be in one batch at a time: a lane is one partition key.
    const stream = modelStream({
      recordsPerSecond: Math.max(...sweep.firedPerSecond),
      seconds: sweep.firedPerSecond.length,
      shards: PARTITIONS,
      parallelizationFactor: 1,
      batch: { records: 100, milliseconds: (await modelBatch('reminders', 100)).milliseconds },
      putEventsPerSecond: 10_000,
    });
    expect(sweep.lastFiredMs + stream.lagSeconds * 1_000).toBeLessThan(TWO_MINUTES_MS);
  });

  it('are fired once each in several turns if the table refuses most of the writes', async () => {
    const sweep = await modelSweep({ reminders: 4_000, partitions: 4, unitsPerPartition: 20 });
    expect(sweep.throttled).toBeGreaterThan(0);
    expect(sweep.turns.length).toBeGreaterThan(1);
    expect(sweep.turns.at(-1)).toMatchObject({ isDone: true });
    expect(sweep.firedOnce).toBe(true);
  });
});
