import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { functionArn } from '../local-account.ts';

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** A function as the local Lambda runs it: its code, its name, and how long it may take. */
export type LambdaFunction<Event = unknown, Result = unknown> = {
  readonly name: string;
  readonly timeoutMs: number;
  readonly handler: LambdaHandler<Event, Result>;
};

/** What became of an invocation. A failure is a value here, since every caller has to handle it. */
type Invocation<Result> =
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

/** What Lambda hands to a function besides the event. */
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

/** Lambda's oldest interface: Node 24's runtime has no callbacks any more, so neither has this. */
const notSupported = (): never => {
  throw new TypeError('A function answers by the promise that it returns');
};
