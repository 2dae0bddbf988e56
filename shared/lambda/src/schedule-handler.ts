import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Observability } from './observability/observe.ts';

/** Milliseconds kept back of the function's time, for what is under way and for the position. */
const RESERVE_MS = 10_000;

/** A Lambda function that a schedule invokes; what it is sent does not matter. */
export type ScheduledFunction<Counts> = (event: unknown, context: Context) => Promise<Counts>;

/**
 * The middy stack of every function that works in turns, by a schedule: context and metrics.
 *
 * @param turn is told how many milliseconds it has left, and gives what it has done.
 */
export function createScheduleHandler<Counts>(
  { logger, metrics }: Observability,
  turn: (timeLeft: () => number) => Promise<Counts>,
): ScheduledFunction<Counts> {
  return middy<unknown, Counts>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((_event: unknown, context: Context) =>
      turn(() => context.getRemainingTimeInMillis() - RESERVE_MS),
    );
}
