import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { withinTime } from '@willcall/domain';
import type { Context } from 'aws-lambda';
import type { Observability } from './observability/observe.ts';

/**
 * Milliseconds reserved at the end of the invocation to finish work in progress and save the
 * position.
 */
const RESERVE_MS = 10_000;

/** A Lambda function that a schedule invokes. It ignores the event. */
export type ScheduledFunction<Counts> = (event: unknown, context: Context) => Promise<Counts>;

/**
 * Creates the handler of a scheduled function with its middleware: log context and metrics.
 *
 * @param turn receives a function that returns the milliseconds left, and returns what it has done.
 */
export function createScheduleHandler<Counts>(
  { logger, metrics }: Observability,
  turn: (timeLeft: () => number) => Promise<Counts>,
): ScheduledFunction<Counts> {
  return middy<unknown, Counts>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((_event: unknown, context: Context) =>
      withinTime(
        () => context.getRemainingTimeInMillis(),
        () => turn(() => context.getRemainingTimeInMillis() - RESERVE_MS),
      ),
    );
}
