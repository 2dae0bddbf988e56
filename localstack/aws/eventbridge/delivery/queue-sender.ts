import {
  GetQueueUrlCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { parseArn } from '../../clients/event-arns.ts';
import { DeliveryError } from './delivery-error.ts';

export type QueueMessage = {
  readonly body: string;
  /** Needed by a FIFO queue, which also has to have content-based deduplication. */
  readonly groupId?: string | undefined;
  readonly attributes?: Record<string, MessageAttributeValue>;
};

/**
 * Sends to the queue that an ARN names.
 * @throws DeliveryError
 */
export type SendToQueue = (arn: string, message: QueueMessage) => Promise<void>;

export const queueSender = (sqs: SQSClient): SendToQueue => {
  const urls = new Map<string, string>();
  return async (arn, { body, groupId, attributes }) => {
    try {
      const url = urls.get(arn) ?? (await queueUrl(sqs, arn));
      urls.set(arn, url);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          ...(groupId !== undefined && { MessageGroupId: groupId }),
          ...(attributes !== undefined && { MessageAttributes: attributes }),
        }),
      );
    } catch (error) {
      urls.delete(arn);
      if (isMissingQueue(error)) {
        throw new DeliveryError('NO_RESOURCE', 'The queue does not exist.', { cause: error });
      }
      throw new DeliveryError('SQS_ERROR', 'SQS did not take the message.', { cause: error });
    }
  };
};

const queueUrl = async (sqs: SQSClient, arn: string): Promise<string> => {
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: parseArn(arn)?.resource }),
  );
  if (QueueUrl === undefined) throw new TypeError('SQS answered without QueueUrl');
  return QueueUrl;
};

/** fauxqs sends the code of SQS's older query protocol, which the SDK makes no class of. */
const isMissingQueue = (error: unknown): boolean =>
  error instanceof Error && /QueueDoesNotExist$|NonExistentQueue$/.test(error.name);
