import { setImmediate as afterIo, setTimeout as delay } from 'node:timers/promises';
import { parseArn } from '../local-account.ts';
import type { LocalLog } from '../process/local-log.ts';
import { type CallFunction, DeliveryError, type SendToQueue } from './call-target.ts';
import { createDeadLetter, type ExhaustedCondition, type FinalFailure } from './dead-letter.ts';
import type { Delivery, DeliveryLog, PendingDelivery } from './delivery-log.ts';
import { createTargetInput } from './input/target-input.ts';

export type Deliveries = {
  /**
   * Adds deliveries to the log, and starts them after the current response was sent.
   * @throws if the log cannot keep them. Then none of them starts.
   */
  accept(deliveries: readonly Delivery[]): void;
  /** Continues the deliveries that an earlier process left. Targets MUST be ready. */
  resume(): void;
  /**
   * Waits until the attempts in progress have ended. What a durable log keeps is left for the next
   * process. Without one, the remaining attempts run without delay. Can be repeated.
   */
  finish(): Promise<void>;
};

export type DeliveryDependencies = {
  readonly callFunction: CallFunction;
  readonly sendToQueue: SendToQueue;
  readonly kept: DeliveryLog;
  readonly log: LocalLog;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Waits, or returns early after a stop. */
  readonly pause?: (ms: number, stopping: AbortSignal) => Promise<void>;
};

/** Tracks the deliveries in progress. Each runs separately, so a failing target delays no other. */
export const openDeliveries = (dependencies: DeliveryDependencies): Deliveries => {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const start = (pending: PendingDelivery) => {
    const done = afterIo()
      .then(() => deliver(dependencies, pending, stopping.signal))
      .catch((error) => reportLogFailure(dependencies, pending, error))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };
  return {
    accept: (deliveries) => {
      if (deliveries.length > 0) dependencies.kept.add(deliveries).forEach(start);
    },
    resume: () => dependencies.kept.load().forEach(start),
    finish: async () => {
      stopping.abort();
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
};

/** The delivery stays in the log, so the target gets the event again after the next start. */
const reportLogFailure = (
  { log }: DeliveryDependencies,
  { delivery: { target, event } }: PendingDelivery,
  error: unknown,
): void =>
  log({
    message: 'The log of deliveries failed',
    subject: target.Arn,
    error,
    detail: `event ${event.id}`,
  });

/**
 * EventBridge makes up to 185 retries over 24 hours. A local run needs to see errors sooner: ten retries
 * take 40 to 80 seconds. They MUST take longer than a stack needs to stop after a child process died
 * (25 seconds, see startPart), so that a dead child exhausts no delivery.
 */
const MAX_RETRIES = 10;

/** The default of EventBridge, which is also its maximum. */
const MAX_AGE_SECONDS = 24 * 60 * 60;

/** The delay before the first retry. It doubles, with jitter, up to MAX_BACKOFF_MS. */
const INITIAL_BACKOFF_MS = 100;

const MAX_BACKOFF_MS = 30_000;

const MS_PER_SECOND = 1_000;

/**
 * Delivers an event to a target, or to its dead-letter queue, or logs that neither is possible. While SQS
 * does not answer, neither is decided, and the delivery waits.
 */
const deliver = async (
  dependencies: DeliveryDependencies,
  { id, delivery, failures: failedBefore }: PendingDelivery,
  stopping: AbortSignal,
): Promise<void> => {
  const { kept, pause = pauseUntilStop } = dependencies;
  let failures = failedBefore;
  for (let attempt = 0; ; attempt += 1) {
    const error = await attemptOnce(dependencies, delivery);
    if (error === undefined) return kept.remove(id);
    if (!error.isOutage) {
      failures += 1;
      kept.countFailure(id);
    }
    const condition = findExhausted(dependencies, delivery, failures);
    const isOver = !error.isRetryable || condition !== undefined;
    const isLost = stopping.aborted && !kept.isDurable;
    if (isOver || (isLost && error.isOutage)) {
      const retries = Math.max(0, failures - 1);
      const failure = { error, retries, condition };
      if (await giveUp(dependencies, delivery, { failure, isLost })) return kept.remove(id);
    }
    if (stopping.aborted && kept.isDurable) return;
    await pause(backoffMs(attempt), stopping);
    if (stopping.aborted && kept.isDurable) return;
  }
};

/** Returns the limit of the target's retry policy that a failed delivery has reached. */
const findExhausted = (
  { now }: DeliveryDependencies,
  { target: { RetryPolicy }, ingestedAt }: Delivery,
  failures: number,
): ExhaustedCondition | undefined => {
  const retries = Math.min(RetryPolicy?.MaximumRetryAttempts ?? MAX_RETRIES, MAX_RETRIES);
  if (failures > retries) return 'MaximumRetryAttempts';
  const ageMs = now() - ingestedAt.getTime();
  const oldestSeconds = RetryPolicy?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS;
  return ageMs > oldestSeconds * MS_PER_SECOND ? 'MaximumEventAgeInSeconds' : undefined;
};

const attemptOnce = async (
  { callFunction, sendToQueue }: DeliveryDependencies,
  delivery: Delivery,
): Promise<DeliveryError | undefined> => {
  const { Arn: arn, SqsParameters } = delivery.target;
  try {
    const input = createTargetInput(delivery.target, delivery);
    if (input === undefined) {
      throw new DeliveryError('INVALID_JSON', 'The input template does not produce valid JSON.');
    }
    if (parseArn(arn)?.service === 'lambda') await callFunction(arn, input);
    else await sendToQueue(arn, { body: input, groupId: SqsParameters?.MessageGroupId });
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    return new DeliveryError('INVALID_JSON', 'The target input could not be created.', {
      cause: error,
    });
  }
};

/**
 * Sends a dead letter, and logs the failure. As on AWS, an event is lost if its target has no dead-letter
 * queue, or if that queue refuses it. Returns false if the queue did not answer: nothing is decided then.
 *
 * @param isLost whether this process ends now, and keeps nothing
 */
const giveUp = async (
  { sendToQueue, log }: DeliveryDependencies,
  delivery: Delivery,
  { failure, isLost }: { readonly failure: FinalFailure; readonly isLost: boolean },
): Promise<boolean> => {
  const { target, rule, event } = delivery;
  const deadLetters = target.DeadLetterConfig?.Arn;
  const refusal =
    deadLetters === undefined
      ? undefined
      : await sendToQueue(deadLetters, createDeadLetter(delivery, failure)).then(
          () => undefined,
          (reason: unknown) => reason,
        );
  if (refusal instanceof DeliveryError && refusal.isOutage && !isLost) return false;
  const { error, retries } = failure;
  const detail = `${error.code} after ${retries} retries: rule ${rule.name}, target ${target.Id}, event ${event.id}`;
  log({
    message: 'The event was not delivered',
    subject: target.Arn,
    error: error.cause ?? error,
    detail,
  });
  if (deadLetters === undefined || refusal === undefined) return true;
  log({
    message: 'The dead letter was not sent',
    subject: deadLetters,
    error: refusal instanceof Error ? (refusal.cause ?? refusal) : refusal,
    detail,
  });
  return true;
};

const backoffMs = (attempt: number): number => {
  const maxMs = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** attempt);
  return maxMs * (0.5 + Math.random() / 2);
};

const pauseUntilStop = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
