import { setTimeout as wait } from 'node:timers/promises';
import { timeLeft } from '@willcall/domain';
import {
  createQueueHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  type QueueFunction,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
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
  /** In the metadata of the intents. */
  WILLCALL_STAGE: z._default(NonEmptyText, 'local'),
};

/** Milliseconds that a call waits for its share of the budget, at most. Then its purchase is looked at later. */
const MAX_PATIENCE_MS = 10_000;
/** Milliseconds that the other work on a batch needs: two calls that time out, and its transactions. */
const RESERVE_MS = 30_000;

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
  return createQueueHandler(observability, (records) => runTasks(records, dependencies));
}
