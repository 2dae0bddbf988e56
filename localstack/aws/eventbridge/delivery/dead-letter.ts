import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { ruleArn } from '../../clients/event-arns.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryError } from './delivery-error.ts';
import type { QueueMessage } from './queue-sender.ts';

/**
 * What a target's dead-letter queue gets: the event as it was, and why the target did not get it.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html#eb-rule-dlq
 */
export const deadLetter = (
  { rule, target, event }: Delivery,
  error: DeliveryError,
  retries: number,
): QueueMessage => ({
  body: JSON.stringify(event),
  attributes: {
    RULE_ARN: text(ruleArn(rule)),
    TARGET_ARN: text(target.Arn),
    ERROR_CODE: text(error.code),
    ERROR_MESSAGE: text(error.message),
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    ...(error.isRetryable && { EXHAUSTED_RETRY_CONDITION: text('MaximumRetryAttempts') }),
  },
});

const text = (value: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: value,
});
