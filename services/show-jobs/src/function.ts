import { setTimeout as wait } from 'node:timers/promises';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import {
  awsClient,
  type Environment,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { runShowJobs, type ShowJobsCounts } from './turn/run-show-jobs.ts';

const variables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  PURCHASES_TABLE: z.string().min(1),
  REMINDERS_TABLE: z.string().min(1),
};

/** Milliseconds kept back of the function's time, for the purchases under way and the position. */
const RESERVE_MS = 10_000;

/** Of at most 1 KB each. */
const PAGE_RECORDS = 500;

/** Where a test may reach into the jobs, besides time, chance and the calls to AWS. */
export type ShowJobsSeams = Seams & {
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly pageRecords?: number;
};

/** A Lambda function that a schedule invokes; what it is sent does not matter. */
export type ShowJobsFunction = (event: unknown, context: Context) => Promise<ShowJobsCounts>;

/**
 * Sees that the purchases of a show follow it: they are cancelled with it, and their reminders move
 * with it. Invoked every minute; what it does not finish goes on at its next turn.
 */
export function createShowJobs(
  environment: Environment,
  seams: ShowJobsSeams = {},
): ShowJobsFunction {
  const settings = readEnvironment(variables, environment);
  const { logger, metrics, log, measure } = observe('show-jobs', environment);
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      reminders: settings.REMINDERS_TABLE,
    },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  return middy<unknown, ShowJobsCounts>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((_event: unknown, context: Context) =>
      runShowJobs({
        store,
        clock: seams.clock ?? (() => new Date()),
        random: seams.random ?? Math.random,
        wait: seams.wait ?? ((milliseconds) => wait(milliseconds)),
        pageRecords: seams.pageRecords ?? PAGE_RECORDS,
        timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
        log,
        measure,
      }),
    );
}
