import { setTimeout } from 'node:timers/promises';
import {
  createScheduleHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { type SweepCounts, sweepReminders } from './sweep-reminders.ts';

const variables = { REMINDERS_TABLE: NonEmptyText };

/** Test hooks of the sweep. */
export type SweepSeams = Seams & { readonly wait?: (milliseconds: number) => Promise<unknown> };

/**
 * Fires reminders on time. It runs every minute, because DynamoDB's TTL has no time limit. The table's
 * stream announces the fired reminders, so the sweep needs only that table.
 */
export function createSweep(
  environment: Environment,
  seams: SweepSeams = {},
): ScheduledFunction<SweepCounts> {
  const settings = readEnvironment(variables, environment);
  const observability = observe('sweep', environment);
  const { clock = () => new Date(), random = Math.random, wait = setTimeout } = seams;
  const { log, measure } = observability;
  const store = openStore(
    { reminders: settings.REMINDERS_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  return createScheduleHandler(observability, (timeLeft) =>
    sweepReminders({
      store,
      clock,
      timeLeft,
      wait,
      random,
      log,
      measure,
    }),
  );
}
