import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScheduledEvent } from 'aws-lambda';
import { DEFAULT_BUS, LOCAL_ACCOUNT, LOCAL_REGION, ruleArn } from '../local-account.ts';
import { type LocalLog, logToConsole } from '../process/local-log.ts';
import { invoke, type LambdaFunction } from './invoke.ts';

type ScheduleOptions<Event> = {
  readonly everyMs: number;
  readonly function: LambdaFunction<Event, unknown>;
  /** Creates the event for an invocation. */
  readonly event: (at: Date) => Event;
  readonly log?: LocalLog | undefined;
  /** Returns milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
};

type Schedule = {
  /** Finishes the invocation in progress, then returns. Can be repeated. */
  stop(): Promise<void>;
};

/**
 * Invokes a function at once and then at a fixed rate, as a rule with `rate(...)` does.
 *
 * Unlike on AWS, invocations never overlap: an invocation that is due while the last one still runs is
 * skipped. A failed invocation is not retried.
 *
 * @example
 * const schedule = startSchedule({
 *   everyMs: 60_000, function: sweep, event: scheduledEvent('willcall-dev-fire-reminders'),
 * });
 */
export const startSchedule = <Event>({
  everyMs,
  function: lambda,
  event,
  log = logToConsole,
  now = Date.now,
}: ScheduleOptions<Event>): Schedule => {
  const stopping = new AbortController();
  const running = (async () => {
    const start = now();
    while (!stopping.signal.aborted) {
      await run(lambda, event(new Date(now())), log);
      const untilNextMs = everyMs - ((now() - start) % everyMs);
      await delay(untilNextMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

const run = async <Event>(
  lambda: LambdaFunction<Event, unknown>,
  event: Event,
  log: LocalLog,
): Promise<void> => {
  const invocation = await invoke(lambda, event);
  const subject = lambda.name;
  if (invocation.outcome === 'timed-out') log({ message: 'Task timed out', subject });
  if (invocation.outcome === 'threw') {
    log({ message: 'The function threw an error', subject, error: invocation.error });
  }
};

/**
 * Creates the event that a rule with `rate(...)` sends to its target.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
 */
export const createScheduledEvent =
  (ruleName: string) =>
  (at: Date): ScheduledEvent<Record<string, never>> => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    time: formatTime(at),
    region: LOCAL_REGION,
    resources: [ruleArn({ bus: DEFAULT_BUS, name: ruleName })],
    detail: {},
  });

const formatTime = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');
