import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { functionArn } from '../local-account.ts';

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** A function as the local Lambda runs it: its name, timeout and code. */
export type LambdaFunction<Event = unknown, Result = unknown> = {
  readonly name: string;
  readonly timeoutMs: number;
  readonly handler: LambdaHandler<Event, Result>;
};

/** The outcome of an invocation. A failure is a value, because every caller has to handle it. */
type Invocation<Result> =
  | { readonly outcome: 'returned'; readonly result: Result }
  | { readonly outcome: 'threw'; readonly error: unknown }
  | { readonly outcome: 'timed-out' };

/**
 * Runs a function until it returns or times out. Unlike on Lambda, a function that timed out cannot be
 * stopped: it continues in the background, and its result is dropped.
 */
export const invoke = async <Event, Result>(
  { name, timeoutMs, handler }: LambdaFunction<Event, Result>,
  event: Event,
): Promise<Invocation<Result>> => {
  const context = createLambdaContext({
    functionName: name,
    awsRequestId: randomUUID(),
    deadline: Date.now() + timeoutMs,
  });
  const { promise: timedOut, resolve } = Promise.withResolvers<Invocation<Result>>();
  const timer = setTimeout(() => resolve({ outcome: 'timed-out' }), timeoutMs);
  try {
    return await Promise.race([run(handler, event, context), timedOut]);
  } finally {
    clearTimeout(timer);
  }
};

const run = async <Event, Result>(
  handler: LambdaFunction<Event, Result>['handler'],
  ...args: Parameters<LambdaFunction<Event, Result>['handler']>
): Promise<Invocation<Result>> => {
  try {
    return { outcome: 'returned', result: await handler(...args) };
  } catch (error) {
    return { outcome: 'threw', error };
  }
};

type ContextInput = {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly deadline: number;
};

/** Creates the context that Lambda passes to a function with the event. */
export const createLambdaContext = ({
  functionName,
  awsRequestId,
  deadline,
}: ContextInput): Context => ({
  awsRequestId,
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn(functionName),
  memoryLimitInMB: '1024',
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  done: notSupported,
  fail: notSupported,
  succeed: notSupported,
});

/** The callback interface. The runtime for Node 24 no longer supports it. */
const notSupported = (): never => {
  throw new TypeError('A function must return its result as a promise');
};
