import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { BatchResults } from '@willcall/lambda';
import { readLags, type Store } from '@willcall/store';
import { createLagReporter } from '@willcall/worker';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  makeSqsRecord,
} from '../support/sale/purchase-message.ts';

const START = Date.parse('2031-05-15T12:00:00.000Z');
const SECOND_MS = 1_000;
const done: BatchResults[number] = { status: 'fulfilled', value: undefined };
const failed: BatchResults[number] = { status: 'rejected', reason: new Error('throttled') };

const sale = await openSale();
const pulses: Store<'pulse'> = {
  ...sale.store,
  tables: { pulse: sale.environment.PULSE_TABLE ?? '' },
};
const queue = 'queue';

type WorkerOptions = {
  readonly plugins?: NonNullable<Parameters<typeof createLagReporter>[2]['dynamodbPlugins']>;
  readonly ofQueue?: boolean;
  readonly endpoint?: string;
};

/** A worker environment, at a time that the test moves. */
const createWorker = ({
  plugins = [],
  ofQueue = true,
  endpoint = inject('dynamodbEndpoint'),
}: WorkerOptions = {}) => {
  let now = START;
  const counted: Record<string, number> = {};
  const warned: unknown[] = [];
  const pulse = createLagReporter(
    {
      WILLCALL_BACKEND: 'embedded',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      PULSE_TABLE: pulses.tables.pulse,
    },
    {
      log: {
        info: () => undefined,
        warn: (_, fields) => warned.push(fields),
        error: () => undefined,
      },
      measure: {
        count: (name) => {
          counted[name] = (counted[name] ?? 0) + 1;
        },
        milliseconds: () => undefined,
      },
    },
    { clock: () => new Date(now), dynamodbPlugins: plugins },
    { ofQueue },
  );
  const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
  return {
    pulse,
    counted,
    warned,
    at,
    moveTo: (milliseconds: number) => {
      now = START + milliseconds;
    },
    /** A purchase decided now that was requested `lagMs` ago. */
    decided: (showId: string, lagMs: number) =>
      pulse.decided({
        showId,
        requestedAt: new Date(now - lagMs).toISOString(),
        decidedAt: new Date(now).toISOString(),
      }),
  };
};

/** The measured values of a subject, without those that other tests write. */
const readReported = async (subject: string) =>
  (await readLags(pulses, subject)).records.map(({ lagMs, highestLagMs, at }) => ({
    lagMs,
    highestLagMs,
    at,
  }));

describe('a worker', () => {
  it('reports the longest lag of a batch for the show and for the queue, at one write unit each', async () => {
    const meter = createCapacityMeter({
      endpoint: inject('dynamodbEndpoint'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const [hamlet, lear] = [await sale.addShow(), await sale.addShow()];
    const { pulse, decided, counted, at } = createWorker({ plugins: [meter.plugin] });
    decided(hamlet.showId, 3_000);
    decided(hamlet.showId, 7_000);
    decided(lear.showId, 2_500);
    const cost = await meter.during(() => pulse.afterBatch([], []));

    expect(cost).toMatchObject({ calls: { PutItemCommand: 3 }, writeUnits: 3, readUnits: 0 });
    expect(counted).toEqual({ PulsesWritten: 3 });
    expect(await readReported(hamlet.showId)).toEqual([
      { lagMs: 7_000, highestLagMs: 7_000, at: at(0) },
    ]);
    expect(await readReported(lear.showId)).toEqual([
      { lagMs: 2_500, highestLagMs: 2_500, at: at(0) },
    ]);
    expect(await readReported(queue)).toContainEqual({
      lagMs: 7_000,
      highestLagMs: 7_000,
      at: at(0),
    });
  });

  it('writes nothing while no purchase waits two seconds', async () => {
    const { showId } = await sale.addShow();
    const { pulse, decided, moveTo, counted } = createWorker();
    for (let batch = 0; batch < 5; batch += 1) {
      moveTo(batch * 60 * SECOND_MS);
      decided(showId, 1_999);
      await pulse.afterBatch([], []);
    }
    expect(counted).toEqual({});
    expect(await readReported(showId)).toEqual([]);
  });

  it('keeps one item for each show, and reports there when the lag falls', async () => {
    const { showId } = await sale.addShow();
    const { pulse, decided, moveTo, at } = createWorker();
    for (const [second, lagMs] of [
      [0, 9_000],
      [5, 20_000],
      [10, 4_000],
      [20, 100],
      [30, 100],
    ] as const) {
      moveTo(second * SECOND_MS);
      decided(showId, lagMs);
      await pulse.afterBatch([], []);
    }
    expect(await readReported(showId)).toEqual([
      { lagMs: 100, highestLagMs: 20_000, at: at(20 * SECOND_MS) },
    ]);
  });

  it('counts a redelivered message as still waiting, from its request until now', async () => {
    const { showId } = await sale.addShow();
    const { pulse, moveTo, at } = createWorker();
    const asked = (secondsAgo: number) =>
      makePurchaseSqsRecord(
        makePurchaseMessage({ showId, requestedAt: at(-secondsAgo * SECOND_MS) }),
      );
    moveTo(0);
    const unreadable = makeSqsRecord('no purchase', 'group');
    await pulse.afterBatch(
      [asked(3), asked(40), asked(500), unreadable],
      [failed, failed, done, failed],
    );
    expect(await readReported(showId)).toMatchObject([{ lagMs: 40_000 }]);
  });

  it('counts a message without a result as a redelivered one', async () => {
    const { showId } = await sale.addShow();
    const { pulse, at } = createWorker();
    const requestedAt = at(-8 * SECOND_MS);
    await pulse.afterBatch(
      [makePurchaseSqsRecord(makePurchaseMessage({ showId, requestedAt }))],
      [],
    );
    expect(await readReported(showId)).toMatchObject([{ lagMs: 8_000 }]);
  });

  it('never reports a negative lag when the clock that accepted the request is ahead', async () => {
    const { showId } = await sale.addShow();
    const { pulse, decided, moveTo } = createWorker();
    decided(showId, 5_000);
    await pulse.afterBatch([], []);
    moveTo(60 * SECOND_MS);
    decided(showId, -9_000);
    await pulse.afterBatch([], []);
    expect(await readReported(showId)).toMatchObject([{ lagMs: 0, highestLagMs: 5_000 }]);
  });

  it('writes nothing under the id of a show that does not exist, which any caller can invent', async () => {
    const { pulse, at, counted } = createWorker();
    pulse.decided({
      showId: 'invented',
      reason: 'SHOW_NOT_FOUND',
      requestedAt: at(-9 * SECOND_MS),
      decidedAt: at(0),
    });
    await pulse.afterBatch([], []);
    expect(await readReported('invented')).toEqual([]);
    expect(counted).toEqual({ PulsesWritten: 1 });
  });

  it('that decides dead letters reports nothing about the queue, which they have left', async () => {
    const { showId } = await sale.addShow();
    const { pulse, decided, counted } = createWorker({ ofQueue: false });
    decided(showId, 3_600_000);
    await pulse.afterBatch([], []);
    expect(await readReported(showId)).toMatchObject([{ lagMs: 3_600_000 }]);
    expect(counted).toEqual({ PulsesWritten: 1 });
  });
});

describe('a lag that cannot be written', () => {
  it.each([
    ['fails before it is sent', 'before', throttling],
    ['takes effect and loses its reply', 'after', requestTimeout],
  ] as const)('does no harm because it %s, and is counted and logged', async (_, moment, error) => {
    const { showId } = await sale.addShow();
    const faults = createFaultInjector();
    faults[moment]('PutItemCommand', error, 2);
    const { pulse, decided, moveTo, counted, warned } = createWorker({ plugins: [faults.plugin] });
    decided(showId, 5_000);
    await pulse.afterBatch([], []);
    faults.assertAllUsed();
    expect(counted).toEqual({ PulsesFailed: 2 });
    const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });
    expect(warned).toHaveLength(2);
    expect(warned).toEqual(
      expect.arrayContaining([{ showId, error: unavailable }, { error: unavailable }]),
    );

    // It is not retried with every batch, when the table is already overloaded.
    moveTo(5 * SECOND_MS);
    decided(showId, 6_000);
    await pulse.afterBatch([], []);
    expect(counted).toEqual({ PulsesFailed: 2 });
    moveTo(10 * SECOND_MS);
    decided(showId, 7_000);
    await pulse.afterBatch([], []);
    expect(await readReported(showId)).toMatchObject([{ lagMs: 7_000, highestLagMs: 7_000 }]);
  });

  it('is given up after a second when the table never answers, and the batch completes', async () => {
    const { showId } = await sale.addShow();
    const { pulse, decided, counted } = createWorker({ endpoint: await startSilentEndpoint() });
    decided(showId, 5_000);
    await pulse.afterBatch([], []);
    expect(counted).toEqual({ PulsesFailed: 2 });
  });
});

/** An endpoint that accepts connections and never answers. */
const startSilentEndpoint = async (): Promise<string> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};
