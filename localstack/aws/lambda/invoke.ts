import { randomUUID } from 'node:crypto';
import { lambdaContext } from './lambda-context.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** What became of an invocation. A failure is a value here, since every caller has to handle it. */
export type Invocation<Result> =
  | { readonly outcome: 'returned'; readonly result: Result }
  | { readonly outcome: 'threw'; readonly error: unknown }
  | { readonly outcome: 'timed-out' };

/**
 * Runs a function until it answers or its time is up. Unlike Lambda's, its work cannot be stopped
 * then: it goes on in the background and its answer is dropped.
 */
export const invoke = async <Event, Result>(
  { name, timeoutMs, handler }: LambdaFunction<Event, Result>,
  event: Event,
): Promise<Invocation<Result>> => {
  const context = lambdaContext({
    functionName: name,
    awsRequestId: randomUUID(),
    deadline: Date.now() + timeoutMs,
  });
  const { promise: timedOut, resolve } = Promise.withResolvers<Invocation<Result>>();
  const timer = setTimeout(() => resolve({ outcome: 'timed-out' }), timeoutMs);
  try {
    return await Promise.race([settled(handler, event, context), timedOut]);
  } finally {
    clearTimeout(timer);
  }
};

const settled = async <Event, Result>(
  handler: LambdaFunction<Event, Result>['handler'],
  ...args: Parameters<LambdaFunction<Event, Result>['handler']>
): Promise<Invocation<Result>> => {
  try {
    return { outcome: 'returned', result: await handler(...args) };
  } catch (error) {
    return { outcome: 'threw', error };
  }
};
