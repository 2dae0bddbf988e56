import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/** @throws MessagingError when SQS did not delete it; it then comes back, or was deleted after all. */
export async function deleteMessage(queue: Queue, receiptHandle: string): Promise<void> {
  try {
    await queue.sqs.send(
      new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: receiptHandle }),
    );
  } catch (cause) {
    throw new MessagingError('SQS did not delete the message', { cause });
  }
}
