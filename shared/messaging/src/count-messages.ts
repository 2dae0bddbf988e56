import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/** SQS's own approximate counts. */
export type MessageCounts = {
  /** To be received now, or behind another of their group. */
  readonly ready: number;
  /** Received and not deleted: under way, or postponed. */
  readonly hidden: number;
};

/** @throws MessagingError */
export async function countMessages(queue: Queue): Promise<MessageCounts> {
  try {
    const { Attributes } = await queue.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queue.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      ready: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  } catch (cause) {
    throw new MessagingError('SQS did not count the messages', { cause });
  }
}
