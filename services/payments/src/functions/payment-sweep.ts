import {
  createClientConfig,
  createScheduleHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { type SweptPayments, sweepDuePayments } from '../sweep/sweep-due-payments.ts';

const variables = { DUE_PAYMENTS_TABLE: NonEmptyText, PAYMENTS_QUEUE_URL: z.url() };

/** Finds the purchases whose payment must be looked at now, and queues them. It runs every minute. */
export function createPaymentSweep(
  environment: Environment,
  seams: Seams = {},
): ScheduledFunction<SweptPayments> {
  const settings = readEnvironment(variables, environment);
  const observability = observe('payment-sweep', environment);
  const { log, measure } = observability;
  const store = openStore(
    { 'due-payments': settings.DUE_PAYMENTS_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  const payments = openQueue(settings.PAYMENTS_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
    plugins: seams.sqsPlugins ?? [],
  });
  const clock = seams.clock ?? (() => new Date());
  return createScheduleHandler(observability, (timeLeft) =>
    sweepDuePayments({ store, payments, clock, timeLeft, log, measure }),
  );
}
