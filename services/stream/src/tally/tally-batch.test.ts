import { unmarshall } from '@aws-sdk/util-dynamodb';
import { addTallies } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { openStore, type SecondTally } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseItem, streamRecord } from '../stream-record.fixture.ts';
import { tallyBatch } from './tally-batch.ts';

const NOW = Date.parse('2031-05-01T08:00:03.000Z');

type Written = { readonly subject: string; readonly seconds: readonly SecondTally[] };

/** The table Pulse: an item with the key of another replaces it. */
function openPulse() {
  const items = new Map<string, Written>();
  const measured: Record<string, number> = {};
  let faults: 'none' | 'refused' | 'reply lost' = 'none';
  let calls = 0;
  const store = openStore(
    { pulse: 'pulse' },
    {
      client: {
        region: 'eu-central-1',
        endpoint: 'http://127.0.0.1:9',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        maxAttempts: 1,
      },
      plugins: [
        {
          applyToStack: (stack) =>
            stack.add(
              () => async (args) => {
                calls += 1;
                const { pulse = [] } = (args.input as { RequestItems: Requests }).RequestItems;
                if (faults === 'refused') throw new Error('throttled');
                for (const { PutRequest } of pulse) {
                  const { environment, ...item } = unmarshall(PutRequest.Item);
                  items.set(`${item.subject} ${environment}`, item as Written);
                }
                if (faults === 'reply lost') throw new Error('time-out');
                return { output: { $metadata: {} }, response: undefined };
              },
              { step: 'build', priority: 'low', name: 'answeredByTheTest' },
            ),
        },
      ],
    },
  );
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const measure: Measure = {
    count: (name, value = 1) => {
      measured[name] = (measured[name] ?? 0) + value;
    },
    milliseconds: () => undefined,
  };
  return {
    items,
    measured,
    calls: () => calls,
    tally: (
      records: readonly DynamoDBRecord[],
      { fault = 'none', now = NOW }: { readonly fault?: typeof faults; readonly now?: number } = {},
    ) => {
      faults = fault;
      return tallyBatch(records, { store, clock: () => new Date(now), log, measure });
    },
    sumOf: (showId: string) =>
      addTallies(
        [...items.values()]
          .filter(({ subject }) => subject === `#tally#${showId}`)
          .flatMap(({ seconds }) => seconds),
      ),
  };
}

type Requests = Readonly<
  Record<string, readonly { PutRequest: { Item: Parameters<typeof unmarshall>[0] } }[]>
>;

const decision = (nth: number, overrides: object = {}): DynamoDBRecord =>
  streamRecord(
    undefined,
    { ...purchaseItem, recordKey: `P#${String(nth).padStart(16, '0')}`, ...overrides },
    { SequenceNumber: `${100_000 + nth}` },
  );

describe('a batch', () => {
  it('writes one item for each of its shows, in one call', async () => {
    const pulse = openPulse();
    const records = [1, 2, 3].map((nth) => decision(nth, { showId: nth < 3 ? 'hamlet' : 'faust' }));
    expect(await pulse.tally(records)).toEqual({ batchItemFailures: [] });
    expect(pulse.calls()).toBe(1);
    expect(pulse.items).toHaveLength(2);
    expect(pulse.sumOf('hamlet')).toMatchObject({ confirmed: 2, tickets: 4 });
    expect(pulse.measured).toEqual({ TalliesWritten: 2 });
  });

  it('was not found among the newest, because its stream rounds times down to the minute', async () => {
    const pulse = openPulse();
    const decidedAt = '2031-05-01T08:00:41.500Z';
    await pulse.tally([decision(1, { decidedAt })], { now: Date.parse(decidedAt) });
    expect([...pulse.items.keys()]).toEqual([expect.stringContaining(` ${decidedAt}#`)]);
  });

  it('counts a decision in its second, and a cancellation in its own', async () => {
    const pulse = openPulse();
    const cancelled = {
      ...purchaseItem,
      status: 'CANCELLED',
      cancelledAt: '2031-05-01T08:00:02.900Z',
    };
    await pulse.tally([decision(1), streamRecord(purchaseItem, cancelled)]);
    const seconds = [...pulse.items.values()].flatMap((item) => item.seconds);
    expect(seconds).toEqual([
      expect.objectContaining({ second: Date.UTC(2031, 4, 1, 7, 59, 59) / 1_000, confirmed: 1 }),
      expect.objectContaining({ second: Date.UTC(2031, 4, 1, 8, 0, 2) / 1_000, returned: 2 }),
    ]);
  });

  it.each([
    ['decides nothing', streamRecord(purchaseItem, { ...purchaseItem, holder: { name: 'Bo' } })],
    ['names no show', decision(1, { showId: undefined, status: 'FAILED' })],
    ['names an invented show', decision(1, { status: 'REJECTED', reason: 'SHOW_NOT_FOUND' })],
  ])('makes no call for a change that %s', async (_, record) => {
    const pulse = openPulse();
    expect(await pulse.tally([record])).toEqual({ batchItemFailures: [] });
    expect(pulse.calls()).toBe(0);
  });

  it('leaves out a damaged record, which announcing parks', async () => {
    const pulse = openPulse();
    await pulse.tally([decision(1), decision(2, { requestedAt: 'yesterday' })]);
    expect(pulse.sumOf('hamlet').confirmed).toBe(1);
    expect(pulse.measured).toMatchObject({ TallyRecordsSkipped: 1 });
  });

  it('that is too old for anybody to see is not written', async () => {
    const pulse = openPulse();
    await pulse.tally([decision(1)], { now: NOW + 91 * 60 * 1_000 });
    expect(pulse.calls()).toBe(0);
  });

  it.each(['refused', 'reply lost'] as const)(
    'whose items are %s is tried again from its first record',
    async (fault) => {
      const pulse = openPulse();
      expect(await pulse.tally([decision(7), decision(8)], { fault })).toEqual({
        batchItemFailures: [{ itemIdentifier: '100007' }],
      });
      expect(pulse.measured).toEqual({ TalliesFailed: 1 });
    },
  );
});

/** A step of Lambda: how many records it delivers from its position, and what comes of it. */
const step = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  fault: fc.constantFrom('none', 'none', 'refused', 'reply lost', 'answer lost'),
});

it('is counted once, wherever Lambda cuts the stream and whatever is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('hamlet', 'faust', undefined), { minLength: 1, maxLength: 20 }),
      fc.array(step, { maxLength: 30 }),
      async (shows, steps) => {
        const pulse = openPulse();
        const records = shows.map((showId, nth) =>
          // Undefined stands for a change that counts for no show.
          decision(nth, showId === undefined ? { status: 'FAILED', showId } : { showId }),
        );
        let position = 0;
        for (const { size, fault } of steps) {
          const batch = records.slice(position, position + size);
          // Lambda does not see the answer of a function that timed out.
          const { batchItemFailures } = await pulse.tally(
            batch,
            fault === 'answer lost' ? {} : { fault },
          );
          if (batchItemFailures.length === 0 && fault !== 'answer lost') position += batch.length;
        }
        await pulse.tally(records.slice(position));
        for (const show of ['hamlet', 'faust'])
          expect(pulse.sumOf(show).confirmed).toBe(shows.filter((each) => each === show).length);
      },
    ),
  );
});
