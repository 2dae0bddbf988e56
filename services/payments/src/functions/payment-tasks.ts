import {
  createQueueHandler,
  type Environment,
  observe,
  type QueueFunction,
  type Seams,
} from '@willcall/lambda';

/** Compares purchases with the payment provider, and settles, ends or refunds them. */
export function createPaymentTasks(environment: Environment, _seams: Seams = {}): QueueFunction {
  return createQueueHandler(observe('payment-tasks', environment), async (records) =>
    Promise.allSettled(records.map(() => Promise.reject(new Error('not there yet')))),
  );
}
