import { parseArn } from '../../clients/event-arns.ts';
import type { Target } from '../rules/target.ts';

export type TargetFailure = {
  readonly TargetId: string;
  readonly ErrorCode: 'ValidationException';
  readonly ErrorMessage: string;
};

/** Why nothing can be delivered to a target, or undefined if it may be. */
export const targetFailure = (target: Target): TargetFailure | undefined => {
  const { Id, Arn, SqsParameters, DeadLetterConfig } = target;
  const reason =
    destinationFault(Arn, ['lambda', 'sqs']) ??
    (Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId
      ? `Parameter(s) SqsParameters must be specified for target: ${Id}.`
      : undefined) ??
    (DeadLetterConfig?.Arn === undefined ? undefined : deadLetterFault(DeadLetterConfig.Arn));
  return reason === undefined
    ? undefined
    : { TargetId: Id, ErrorCode: 'ValidationException', ErrorMessage: reason };
};

const destinationFault = (arn: string, services: readonly string[]): string | undefined => {
  const parsed = parseArn(arn);
  if (parsed === undefined) {
    return `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`;
  }
  return services.includes(parsed.service)
    ? undefined
    : `Parameter ${arn} is not valid. Reason: the local event bus delivers to Lambda functions and SQS queues only.`;
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html#eb-dlq-considerations */
const deadLetterFault = (arn: string): string | undefined =>
  destinationFault(arn, ['sqs']) ??
  (arn.endsWith('.fifo')
    ? `Parameter ${arn} is not valid. Reason: a dead-letter queue has to be a standard queue.`
    : undefined);
