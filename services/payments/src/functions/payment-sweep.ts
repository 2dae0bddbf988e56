import {
  createScheduleHandler,
  type Environment,
  observe,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';

/** Finds the purchases whose payment must be looked at now, and queues them. */
export function createPaymentSweep(
  environment: Environment,
  _seams: Seams = {},
): ScheduledFunction<{ readonly queued: number }> {
  return createScheduleHandler(observe('payment-sweep', environment), async () => ({ queued: 0 }));
}
