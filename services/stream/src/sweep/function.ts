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
import { type SweepCounts, sweepReminders } from './sweep-reminders.ts';

const variables = { REMINDERS_TABLE: z.string().min(1) };

/** Milliseconds kept back of the function's time, for the minute under way and the position. */
const RESERVE_MS = 10_000;

/** A Lambda function that a schedule invokes; what it is sent does not matter. */
export type ScheduledFunction = (event: unknown, context: Context) => Promise<SweepCounts>;

/**
 * Fires reminders punctually: invoked every minute, since DynamoDB's TTL promises no bound. What it
 * fires is announced by the stream of the table, so that it needs nothing but that table.
 */
export function createSweep(environment: Environment, seams: Seams = {}): ScheduledFunction {
  const settings = readEnvironment(variables, environment);
  const { logger, metrics, log, measure } = observe('sweep', environment);
  const { clock = () => new Date() } = seams;
  const store = openStore(
    { reminders: settings.REMINDERS_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  return middy<unknown, SweepCounts>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((_event: unknown, context: Context) =>
      sweepReminders({
        store,
        clock,
        timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
        log,
        measure,
      }),
    );
}
