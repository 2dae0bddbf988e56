import { setTimeout as wait } from 'node:timers/promises';
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
import { runShowJobs, type ShowJobsCounts } from './run-show-jobs.ts';
import { settleShows } from './settle-shows.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  REMINDERS_TABLE: NonEmptyText,
};

/** Entries in a page of the journal: up to 1,000 purchases, which are read 100 at a time. */
export const PAGE_ENTRIES = 100;

/** Additional test seams of the jobs. */
export type ShowJobsSeams = Seams & {
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly pageEntries?: number;
};

export type ShowJobsFunction = ScheduledFunction<ShowJobsCounts>;

/**
 * Updates the purchases of changed shows: cancels them with their show, and moves their reminders with its
 * start. Then settles shows that are long over. It runs every minute, and the next turn continues unfinished work.
 */
export function createShowJobs(
  environment: Environment,
  seams: ShowJobsSeams = {},
): ShowJobsFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('show-jobs', environment);
  const { log, measure } = observability;
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      journal: settings.JOURNAL_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      reminders: settings.REMINDERS_TABLE,
    },
    createStoreConnection(settings, observability, seams),
  );
  const clock = seams.clock ?? (() => new Date());
  return createScheduleHandler(observability, async (timeLeft) => {
    const counts = await runShowJobs({
      store,
      clock,
      random: seams.random ?? Math.random,
      wait: seams.wait ?? ((milliseconds) => wait(milliseconds)),
      pageEntries: seams.pageEntries ?? PAGE_ENTRIES,
      timeLeft,
      log,
      measure,
    });
    await settleShows({ store, clock, timeLeft, log, measure });
    return counts;
  });
}
