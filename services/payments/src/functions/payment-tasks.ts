import { setTimeout as wait } from 'node:timers/promises';
import { timeLeft } from '@willcall/domain';
import {
  createClientConfig,
  createQueueHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  postponeFailed,
  type QueueFunction,
  readEnvironment,
  redeliveryDelay,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { openProvider } from '../provider/open-provider.ts';
import { runTasks } from '../tasks/run-tasks.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  DUE_PAYMENTS_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  PAYMENTS_QUEUE_URL: z.url(),
  /** In the metadata of the intents. */
  WILLCALL_STAGE: z._default(NonEmptyText, 'local'),
};

/** Milliseconds that a call waits for its share of the budget, at most. Then its purchase is looked at later. */
const MAX_PATIENCE_MS = 10_000;
/** Milliseconds that the other work on a batch needs: two calls that time out, and its transactions. */
const RESERVE_MS = 30_000;

/** Seconds until a task is delivered again after its first failure, doubled after each further one. */
const REDELIVERY_BASE_SECONDS = 2;

const patienceMs = (): number => Math.max(0, Math.min(MAX_PATIENCE_MS, timeLeft() - RESERVE_MS));

/** Compares purchases with the payment provider, and settles, ends or refunds them. */
export function createPaymentTasks(environment: Environment, seams: Seams = {}): QueueFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('payment-tasks', environment);
  const { clock = () => new Date(), random = Math.random } = seams;
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      journal: settings.JOURNAL_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      'due-payments': settings.DUE_PAYMENTS_TABLE,
      pulse: settings.PULSE_TABLE,
    },
    createStoreConnection(settings, observability, seams),
  );
  const { useShare } = openProvider(environment, { store, clock, patienceMs });
  const dependencies = {
    store,
    provider: useShare('endings'),
    refunding: useShare('refunds'),
    stage: settings.WILLCALL_STAGE,
    clock,
    random,
    wait: (milliseconds: number) => wait(milliseconds),
    log: observability.log,
    measure: observability.measure,
  };
  const postponement = {
    queue: openQueue(settings.PAYMENTS_QUEUE_URL, {
      client: createClientConfig(settings, 'SQS'),
      plugins: seams.sqsPlugins ?? [],
    }),
    redeliveryDelay: (receiveCount: number) =>
      redeliveryDelay(receiveCount, REDELIVERY_BASE_SECONDS),
    log: observability.log,
    measure: observability.measure,
  };
  return createQueueHandler(observability, async (records) => {
    const results = await runTasks(records, dependencies);
    // Its purchase waits behind a failed task: for seconds, not for the visibility timeout of the queue.
    await postponeFailed(records, results, postponement);
    return results;
  });
}
