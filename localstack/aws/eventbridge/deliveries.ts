import { setImmediate as afterIo, setTimeout as delay } from 'node:timers/promises';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { parseArn, ruleArn } from '../local-account.ts';
import type { LocalLog } from '../process/local-log.ts';
import {
  type CallFunction,
  DeliveryError,
  type QueueMessage,
  type SendToQueue,
} from './call-target.ts';
import { createTargetInput, type MatchedEvent } from './input/target-input.ts';
import type { Target } from './rule.ts';

/** One event on its way to one target. */
type Delivery = MatchedEvent & { readonly target: Target };

export type Deliveries = {
  /** Starts a delivery after the current response was sent. */
  start(delivery: Delivery): void;
  /** Waits until all deliveries have ended. Retries no longer wait. Can be repeated. */
  finish(): Promise<void>;
};

type DeliveryDependencies = {
  readonly callFunction: CallFunction;
  readonly sendToQueue: SendToQueue;
  readonly log: LocalLog;
};

/** Tracks the deliveries in progress. Each runs separately, so a failing target delays no other. */
export const openDeliveries = (dependencies: DeliveryDependencies): Deliveries => {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  return {
    start: (delivery) => {
      const done = afterIo()
        .then(() => deliver(dependencies, delivery, stopping.signal))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    finish: async () => {
      stopping.abort();
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
};

/**
 * AWS makes up to 185 retries over 24 hours. A local run needs to see errors sooner. These retries end
 * long before the minimum MaximumEventAgeInSeconds of 60 seconds.
 */
const MAX_RETRIES = 6;

/** The delay before the first retry. It doubles, with jitter, to about six seconds in total. */
const INITIAL_BACKOFF_MS = 100;

/** Delivers an event to a target, or to its dead-letter queue, or to the log. Never rejects. */
const deliver = async (
  dependencies: DeliveryDependencies,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<void> => {
  const retries = Math.min(delivery.target.RetryPolicy?.MaximumRetryAttempts ?? 185, MAX_RETRIES);
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

const giveUp = async (
  { sendToQueue, log }: DeliveryDependencies,
  delivery: Delivery,
  error: DeliveryError,
  retries: number,
): Promise<void> => {
  const { target, rule, event } = delivery;
  const detail = `${error.code} after ${retries} retries: rule ${rule.name}, target ${target.Id}, event ${event.id}`;
  log({
    message: 'The event was not delivered',
    subject: target.Arn,
    error: error.cause ?? error,
    detail,
  });
  const deadLetters = target.DeadLetterConfig?.Arn;
  if (deadLetters === undefined) return;
  try {
    await sendToQueue(deadLetters, createDeadLetter(delivery, error, retries));
  } catch (failure) {
    log({
      message: 'The dead letter was not sent',
      subject: deadLetters,
      error: failure instanceof Error ? (failure.cause ?? failure) : failure,
      detail,
    });
  }
};

/** Waits before a retry. After a stop, the remaining attempts run without delay. */
const backoff = async (attempt: number, stopping: AbortSignal): Promise<void> => {
  const maxMs = INITIAL_BACKOFF_MS * 2 ** attempt;
  const ms = maxMs * (0.5 + Math.random() / 2);
  await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
};

/**
 * Creates the message for a target's dead-letter queue: the original event, and why delivery failed.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html#eb-rule-dlq
 */
const createDeadLetter = (
  { rule, target, event }: Delivery,
  error: DeliveryError,
  retries: number,
): QueueMessage => ({
  body: JSON.stringify(event),
  attributes: {
    RULE_ARN: stringAttribute(ruleArn(rule)),
    TARGET_ARN: stringAttribute(target.Arn),
    ERROR_CODE: stringAttribute(error.code),
    ERROR_MESSAGE: stringAttribute(error.message),
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    ...(error.isRetryable && {
      EXHAUSTED_RETRY_CONDITION: stringAttribute('MaximumRetryAttempts'),
    }),
  },
});

const stringAttribute = (value: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: value,
});
