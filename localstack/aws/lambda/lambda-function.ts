import type { Context } from 'aws-lambda';

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** A function as the local Lambda runs it: its code, its name, and how long it may take. */
export type LambdaFunction<Event = unknown, Result = unknown> = {
  readonly name: string;
  readonly timeoutMs: number;
  readonly handler: LambdaHandler<Event, Result>;
};
