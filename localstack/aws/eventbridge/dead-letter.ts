import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { ruleArn } from '../local-account.ts';
import type { DeliveryError, QueueMessage } from './call-target.ts';
import type { Delivery } from './delivery-log.ts';

/** The limit of a retry policy that a delivery has reached. */
export type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** Why a delivery is given up. */
export type FinalFailure = {
  readonly error: DeliveryError;
  readonly retries: number;
  /** Missing if the error is permanent. */
  readonly condition: ExhaustedCondition | undefined;
};

/**
 * Creates the message for a target's dead-letter queue: the original event, and why delivery failed.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html#eb-rule-dlq
 */
export const createDeadLetter = (
  { rule, target, event }: Delivery,
  { error, retries, condition }: FinalFailure,
): QueueMessage => ({
  body: JSON.stringify(event),
  attributes: {
    RULE_ARN: stringAttribute(ruleArn(rule)),
    TARGET_ARN: stringAttribute(target.Arn),
    ERROR_CODE: stringAttribute(error.code),
    ERROR_MESSAGE: stringAttribute(error.message),
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    ...(error.isRetryable &&
      condition !== undefined && { EXHAUSTED_RETRY_CONDITION: stringAttribute(condition) }),
  },
});

const stringAttribute = (value: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: value,
});
