import {
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { policyAllowing, policyWithout } from './queue-policy.ts';

/**
 * Lets a rule send to a queue. Repeatable.
 *
 * @returns the queue's ARN
 * @throws errors of the SDK
 */
export const allowSending = async (
  sqs: SQSClient,
  QueueUrl: string,
  ruleArn: string,
): Promise<string> => {
  const { arn, policy } = await readQueue(sqs, QueueUrl);
  const Policy = policyAllowing(policy, { ruleArn, queueArn: arn });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return arn;
};

/** Takes that back. Repeatable. @throws errors of the SDK */
export const forbidSending = async (
  sqs: SQSClient,
  QueueUrl: string,
  ruleArn: string,
): Promise<void> => {
  const { policy } = await readQueue(sqs, QueueUrl);
  const Attributes = { Policy: policyWithout(policy, ruleArn) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};

const readQueue = async (sqs: SQSClient, QueueUrl: string) => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] }),
  );
  return { arn: Attributes.QueueArn ?? '', policy: Attributes.Policy };
};
