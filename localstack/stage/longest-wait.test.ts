import { redeliveryDelay } from '@willcall/lambda';
import { type QueueDefinition, type QueueId, queues } from '@willcall/topology';
import { retryDelay } from '@willcall/worker';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FauxqsStores, loadFauxqsInternals } from '../aws/fauxqs/fauxqs-internals.ts';
import { keepMessages } from '../aws/fauxqs/message-log.ts';
import { createTemporaryFolder } from '../testing/provided.ts';
import { queueAttributes } from './resources/create-queue.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());

type SqsStore = FauxqsStores['sqsStore'];
type SqsQueue = ReturnType<SqsStore['createQueue']>;

const MS_PER_SECOND = 1_000;
const HOUR_SECONDS = 3_600;

const createQueueOf = (store: SqsStore, id: QueueId, deadLetters?: SqsQueue): SqsQueue => {
  const definition: QueueDefinition = queues[id];
  const attributes = queueAttributes(definition, deadLetters?.arn, {});
  return store.createQueue(id, `http://127.0.0.1/0/${id}`, `arn:${id}`, attributes);
};

/** A static method of fauxqs's SqsStore class, which is not exported. */
type MessageMaker = {
  createMessage(
    body: string,
    attributes: object,
    delaySeconds: undefined,
    groupId: string,
  ): Parameters<SqsQueue['enqueue']>[0];
};

/** The queue of purchases and its dead-letter queue, with one purchase. */
const openQueues = (store: SqsStore): readonly [purchases: SqsQueue, dead: SqsQueue] => {
  const dead = createQueueOf(store, 'purchases-dead');
  const purchases = createQueueOf(store, 'purchases', dead);
  const { createMessage } = store.constructor as unknown as MessageMaker;
  purchases.enqueue(createMessage('purchase', {}, undefined, 'buyer-and-show'));
  return [purchases, dead];
};

const receive = (store: SqsStore, queue: SqsQueue) => {
  const [received] = queue.dequeue(1, undefined, (arn) => store.getQueueByArn(arn));
  if (received === undefined) return undefined;
  const { ReceiptHandle: handle } = received;
  const receives = queue.inflightMessages.get(handle)?.message.approximateReceiveCount ?? 0;
  return { handle, receives };
};

/** The defaults of the worker's and the dead letters' settings. */
const DELAYS = [
  (receives: number) => redeliveryDelay(receives, 2),
  (receives: number) =>
    retryDelay(receives, {
      baseSeconds: 30,
      receivesBefore: queues.purchases.deadLetters.maxReceiveCount,
    }),
];

type Failure = 'is refused' | 'times out';

/**
 * How many seconds after the end of an outage a purchase is received that failed again and again during
 * it. A function that is refused postpones its message. One that times out cannot.
 */
const measureWait = async (failure: Failure, outageSeconds: number): Promise<number> => {
  const { sqsStore: store } = (await loadFauxqsInternals()).stores;
  const opened = openQueues(store);
  for (let second = 0; ; second += 1) {
    vi.setSystemTime(second * MS_PER_SECOND);
    for (const [index, queue] of opened.entries()) {
      const message = receive(store, queue);
      if (message === undefined) continue;
      if (second >= outageSeconds) return second - outageSeconds;
      const delay = DELAYS[index]?.(message.receives);
      if (failure === 'is refused') queue.changeVisibility(message.handle, delay ?? 0);
    }
  }
};

/** Every length up to five minutes, and then some up to a day. */
const SHORT_OUTAGES = Array.from({ length: 300 }, (_, second) => second + 1);
const LONG_OUTAGES = [601, 1_000, 1_800, 2_777, HOUR_SECONDS, 3 * HOUR_SECONDS, 24 * HOUR_SECONDS];

/** The bounds that infra/RUNBOOK.md and shared/ARCHITECTURE.md state. */
describe('after an outage of DynamoDB, with the stack running, a purchase waits', () => {
  test.each<[Failure, bound: number, length: string, outages: readonly number[]]>([
    ['is refused', 32, 'a minute', SHORT_OUTAGES.filter((seconds) => seconds <= 60)],
    ['is refused', 900, 'a day', [...SHORT_OUTAGES, ...LONG_OUTAGES]],
    ['times out', 120, 'five minutes', SHORT_OUTAGES],
    ['times out', 360, 'a day', LONG_OUTAGES],
  ])(
    'that %s during it at most %i s, if it took at most %s',
    async (failure, bound, _, outages) => {
      const waits = [];
      for (const outage of outages) waits.push(await measureWait(failure, outage));
      expect(Math.max(...waits)).toBeLessThanOrEqual(bound);
    },
  );
});

describe('after a restart', () => {
  test.each(
    Array.from({ length: queues.purchases.deadLetters.maxReceiveCount }, (_, index) => index + 1),
  )('a purchase that was received %i times before is received at once', async (receives) => {
    const folder = await createTemporaryFolder();
    const before = await loadFauxqsInternals();
    const log = before.openMessageLog(folder);
    keepMessages(before.stores, log);
    const { sqsStore: store } = before.stores;
    const [purchases] = openQueues(store);
    for (let count = 1; count <= receives; count += 1) {
      vi.setSystemTime(count * HOUR_SECONDS * MS_PER_SECOND);
      expect(receive(store, purchases)).toMatchObject({ receives: count });
    }
    await Promise.resolve();
    log.close();
    const after = await loadFauxqsInternals();
    const reopened = after.openMessageLog(folder);
    keepMessages(after.stores, reopened);
    const restored = after.stores.sqsStore;
    const received = ['purchases', 'purchases-dead'].map((name) => {
      const queue = restored.getQueueByName(name);
      return queue === undefined ? undefined : receive(restored, queue);
    });
    expect(received.filter((message) => message !== undefined)).toEqual([
      { handle: expect.any(String), receives: expect.any(Number) },
    ]);
    await Promise.resolve();
    reopened.close();
  });
});
