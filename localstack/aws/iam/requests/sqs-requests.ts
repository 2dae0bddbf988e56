import type { AccessRequest, RequestsOf } from '../access-request.ts';
import { queueArn } from './resource-arns.ts';

export type SqsInput = { readonly QueueUrl?: string };

const onQueue =
  (action: string) =>
  ({ QueueUrl = '' }: SqsInput): AccessRequest[] => [
    { action: `sqs:${action}`, resource: queueArn(QueueUrl) },
  ];

/**
 * Batches are judged as what they are batches of.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export const sqsRequests: RequestsOf<SqsInput> = {
  SendMessageCommand: onQueue('SendMessage'),
  SendMessageBatchCommand: onQueue('SendMessage'),
  ReceiveMessageCommand: onQueue('ReceiveMessage'),
  DeleteMessageCommand: onQueue('DeleteMessage'),
  DeleteMessageBatchCommand: onQueue('DeleteMessage'),
  ChangeMessageVisibilityCommand: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatchCommand: onQueue('ChangeMessageVisibility'),
  GetQueueAttributesCommand: onQueue('GetQueueAttributes'),
};
