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
  /** Begins a delivery once the answer under way is out. */
  start(delivery: Delivery): void;
  /** Waits until none is under way, without any more waiting between attempts. Can be repeated. */
  finish(): Promise<void>;
};

type DeliveryDependencies = {
  readonly callFunction: CallFunction;
  readonly sendToQueue: SendToQueue;
  readonly log: LocalLog;
};

/** The deliveries under way; each is alone, so a failing target holds up no other. */
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
 * AWS makes up to 185 over 24 hours; a local run wants to see what is wrong while it lasts. It is
 * over long before the 60 seconds that are the least MaximumEventAgeInSeconds.
 */
const MAX_RETRIES = 6;

/** Milliseconds before the first retry; it doubles, with jitter, to about six seconds in all. */
const INITIAL_BACKOFF_MS = 100;

/** Takes an event to a target, or to the target's dead letters, or to the log. Never rejects. */
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

/** On a stop there is no waiting: what is left of the attempts is made at once. */
const backoff = async (attempt: number, stopping: AbortSignal): Promise<void> => {
  const maxMs = INITIAL_BACKOFF_MS * 2 ** attempt;
  const ms = maxMs * (0.5 + Math.random() / 2);
  await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
};

/**
 * What a target's dead-letter queue gets: the event as it was, and why the target did not get it.
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
