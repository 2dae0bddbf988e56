import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import type { LocalLogEntry } from '../process/local-log.ts';
import { DeliveryError } from './call-target.ts';
import { type DeliveryDependencies, openDeliveries } from './deliveries.ts';
import { createDelivery } from './delivery.fixture.ts';
import { createMemoryLog, openDeliveryLog } from './delivery-log.ts';

const DEAD = 'arn:aws:sqs:us-east-1:000000000000:dead';
const INGESTED_AT = Date.UTC(2026, 0, 1);
const HOUR_MS = 60 * 60 * 1_000;

const outage = () =>
  new DeliveryError('SQS_ERROR', 'SQS did not accept the message.', { isOutage: true });

const refusal = () => new DeliveryError('SQS_ERROR', 'SQS did not accept the message.');

type Send = DeliveryDependencies['sendToQueue'];

/** Starts deliveries whose pauses move a clock instead of waiting. */
const openTestDeliveries = (kept: DeliveryDependencies['kept'], sendToQueue: Send) => {
  const logged: LocalLogEntry[] = [];
  const pauses: number[] = [];
  let nowMs = INGESTED_AT;
  const deliveries = openDeliveries({
    callFunction: async () => undefined,
    sendToQueue,
    kept,
    log: (entry) => logged.push(entry),
    now: () => nowMs,
    pause: async (ms) => {
      pauses.push(ms);
      nowMs += ms;
      await new Promise(setImmediate);
    },
  });
  return { deliveries, logged, pauses, elapsedMs: () => nowMs - INGESTED_AT };
};

const delivery = () =>
  createDelivery({
    ingestedAt: new Date(INGESTED_AT),
    target: { DeadLetterConfig: { Arn: DEAD } },
  });

const openLog = (file: string) => {
  const log = openDeliveryLog(file, () => undefined);
  onTestFinished(log.close);
  return log;
};

/** Settles when a queue is sent a message. Earlier attempts fail with the given error. */
const acceptAfter = (failures: number, error: () => Error) => {
  const { promise: sent, resolve } = Promise.withResolvers<string>();
  let attempts = 0;
  const send: Send = async (arn) => {
    attempts += 1;
    if (attempts <= failures) throw error();
    resolve(arn);
  };
  return { send, sent, attempts: () => attempts };
};

describe('a delivery while SQS does not answer', () => {
  it('waits with a growing delay, however long it takes, and then reaches its target', async () => {
    const { send, sent } = acceptAfter(200, outage);
    const { deliveries, logged, pauses, elapsedMs } = openTestDeliveries(createMemoryLog(), send);
    const pending = delivery();
    deliveries.accept([pending]);
    expect(await sent).toBe(pending.target.Arn);
    await deliveries.finish();
    expect(elapsedMs()).toBeGreaterThan(HOUR_MS);
    expect(pauses[0]).toBeLessThanOrEqual(100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
    expect(logged).toEqual([]);
  });

  it('is still there for the next process after a stop', async () => {
    const file = join(await createTemporaryFolder(), 'deliveries.db');
    const log = openLog(file);
    const first = acceptAfter(Number.POSITIVE_INFINITY, outage);
    const { deliveries, logged } = openTestDeliveries(log, first.send);
    deliveries.accept([delivery()]);
    await deliveries.finish();
    log.close();
    expect(logged).toEqual([]);
    const { send, sent } = acceptAfter(0, outage);
    const reopened = openLog(file);
    const next = openTestDeliveries(reopened, send);
    next.deliveries.resume();
    await sent;
    await next.deliveries.finish();
    expect(reopened.load()).toEqual([]);
  });

  it('keeps waiting when only its dead letter is left to send', async () => {
    const sent: string[] = [];
    let outages = 3;
    const send: Send = async (arn) => {
      if (arn !== DEAD) throw refusal();
      outages -= 1;
      if (outages >= 0) throw outage();
      sent.push(arn);
    };
    const file = join(await createTemporaryFolder(), 'deliveries.db');
    const log = openLog(file);
    const { deliveries, logged } = openTestDeliveries(log, send);
    deliveries.accept([delivery()]);
    while (sent.length === 0) await new Promise(setImmediate);
    await deliveries.finish();
    expect(sent).toEqual([DEAD]);
    expect(log.load()).toEqual([]);
    expect(logged.map(({ message }) => message)).toEqual(['The event was not delivered']);
  });

  it('is lost at a stop without a data folder, and the log says so', async () => {
    const { send } = acceptAfter(Number.POSITIVE_INFINITY, outage);
    const { deliveries, logged } = openTestDeliveries(createMemoryLog(), send);
    deliveries.accept([delivery()]);
    await deliveries.finish();
    expect(logged.map(({ message }) => message)).toEqual([
      'The event was not delivered',
      'The dead letter was not sent',
    ]);
  });
});

describe('a delivery that its target refuses', () => {
  it('ends at a stop without a data folder, even if its dead-letter queue does not answer', async () => {
    const { deliveries, logged } = openTestDeliveries(createMemoryLog(), async (arn) => {
      throw arn === DEAD ? outage() : refusal();
    });
    deliveries.accept([delivery()]);
    await deliveries.finish();
    expect(logged.map(({ message }) => message)).toEqual([
      'The event was not delivered',
      'The dead letter was not sent',
    ]);
  });

  it.each<[string, number, number, string]>([
    ['ten retries', 100, 11, 'MaximumRetryAttempts'],
    ['the age of its event', 0, 1, 'MaximumEventAgeInSeconds'],
  ])('becomes a dead letter after %s', async (_, retries, attempts, condition) => {
    const letters: unknown[] = [];
    let tried = 0;
    const { deliveries, elapsedMs } = openTestDeliveries(
      createMemoryLog(),
      async (arn, message) => {
        if (arn === DEAD) letters.push(message.attributes);
        else {
          tried += 1;
          throw refusal();
        }
      },
    );
    const RetryPolicy =
      condition === 'MaximumRetryAttempts'
        ? { MaximumRetryAttempts: retries }
        : { MaximumEventAgeInSeconds: 60 };
    const ingestedAt = new Date(INGESTED_AT - (retries === 0 ? HOUR_MS : 0));
    deliveries.accept([
      createDelivery({ ingestedAt, target: { DeadLetterConfig: { Arn: DEAD }, RetryPolicy } }),
    ]);
    while (letters.length === 0) await new Promise(setImmediate);
    await deliveries.finish();
    expect(tried).toBe(attempts);
    expect(letters).toMatchObject([{ EXHAUSTED_RETRY_CONDITION: { StringValue: condition } }]);
    if (retries > 0) expect(elapsedMs()).toBeGreaterThan(STOP_MS);
  });

  it('continues to count its failures after a crash', async () => {
    const file = join(await createTemporaryFolder(), 'deliveries.db');
    const before = openLog(file);
    const [kept] = before.add([delivery()]);
    for (let failure = 1; failure <= 10; failure += 1) before.countFailure(kept?.id ?? 0);
    before.close();
    const sent: string[] = [];
    const { deliveries } = openTestDeliveries(openLog(file), async (arn) => {
      sent.push(arn);
      if (arn !== DEAD) throw refusal();
    });
    deliveries.resume();
    while (!sent.includes(DEAD)) await new Promise(setImmediate);
    await deliveries.finish();
    expect(sent).toEqual([delivery().target.Arn, DEAD]);
  });
});

/** The longest time that a stack needs to stop after a child process died. */
const STOP_MS = 25_000;

describe('PutEvents', () => {
  it('starts no delivery that the log could not keep', async () => {
    const { send, attempts } = acceptAfter(0, outage);
    const full = { ...createMemoryLog(), add: () => fail() };
    const { deliveries } = openTestDeliveries(full, send);
    expect(() => deliveries.accept([delivery()])).toThrow('disk is full');
    await deliveries.finish();
    expect(attempts()).toBe(0);
  });

  it('delivers an event whose removal failed again after the next start', async () => {
    const file = join(await createTemporaryFolder(), 'deliveries.db');
    const log = openLog(file);
    const { send, sent } = acceptAfter(0, outage);
    const broken = { ...log, remove: () => fail() };
    const { deliveries, logged } = openTestDeliveries(broken, send);
    deliveries.accept([delivery()]);
    await sent;
    await deliveries.finish();
    expect(logged.map(({ message }) => message)).toEqual(['The log of deliveries failed']);
    expect(log.load()).toHaveLength(1);
  });
});

const fail = (): never => {
  throw new Error('database or disk is full');
};
