import { setTimeout as delay } from 'node:timers/promises';
import { parseArn } from '../../clients/event-arns.ts';
import type { LocalLog } from '../../process/local-log.ts';
import { targetInput } from '../input/target-input.ts';
import { deadLetter } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';
import { DeliveryError } from './delivery-error.ts';
import type { CallFunction } from './function-caller.ts';
import type { SendToQueue } from './queue-sender.ts';

export type DeliveryDependencies = {
  readonly callFunction: CallFunction;
  readonly sendToQueue: SendToQueue;
  readonly log: LocalLog;
};

/**
 * AWS makes up to 185 over 24 hours; a local run wants to see what is wrong while it lasts. It is
 * over long before the 60 seconds that are the least MaximumEventAgeInSeconds.
 */
const MOST_RETRIES = 6;

/** Milliseconds before the first retry; it doubles, with jitter, to about six seconds in all. */
const FIRST_BACKOFF_MS = 100;

/** Takes an event to a target, or to the target's dead letters, or to the log. Never rejects. */
export const deliver = async (
  dependencies: DeliveryDependencies,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<void> => {
  const retries = Math.min(delivery.target.RetryPolicy?.MaximumRetryAttempts ?? 185, MOST_RETRIES);
  for (let attempt = 0; ; attempt += 1) {
    const error = await attemptOnce(dependencies, delivery);
    if (error === undefined) return;
    if (!error.isRetryable || attempt >= retries) {
      await giveUp(dependencies, delivery, error, attempt);
      return;
    }
    await backoff(attempt, stopping);
  }
};

const attemptOnce = async (
  { callFunction, sendToQueue }: DeliveryDependencies,
  delivery: Delivery,
): Promise<DeliveryError | undefined> => {
  const { Arn: arn, SqsParameters } = delivery.target;
  try {
    const input = targetInput(delivery.target, delivery);
    if (input === undefined) {
      throw new DeliveryError('INVALID_JSON', 'The filled input template is not JSON.');
    }
    if (parseArn(arn)?.service === 'lambda') await callFunction(arn, input);
    else await sendToQueue(arn, { body: input, groupId: SqsParameters?.MessageGroupId });
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    return new DeliveryError('INVALID_JSON', 'The input could not be made.', { cause: error });
  }
};

const giveUp = async (
  { sendToQueue, log }: DeliveryDependencies,
  delivery: Delivery,
  error: DeliveryError,
  retries: number,
): Promise<void> => {
  const { target, rule, event } = delivery;
  const detail = `${error.code} after ${retries} retries: rule ${rule.name}, target ${target.Id}, event ${event.id}`;
  log({
    message: 'Event not delivered',
    subject: target.Arn,
    error: error.cause ?? error,
    detail,
  });
  const deadLetters = target.DeadLetterConfig?.Arn;
  if (deadLetters === undefined) return;
  try {
    await sendToQueue(deadLetters, deadLetter(delivery, error, retries));
  } catch (failure) {
    log({
      message: 'Dead letter not sent',
      subject: deadLetters,
      error: failure instanceof Error ? (failure.cause ?? failure) : failure,
      detail,
    });
  }
};

/** On a stop there is no waiting: what is left of the attempts is made at once. */
const backoff = async (attempt: number, stopping: AbortSignal): Promise<void> => {
  const longestMs = FIRST_BACKOFF_MS * 2 ** attempt;
  const ms = longestMs * (0.5 + Math.random() / 2);
  await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
};
