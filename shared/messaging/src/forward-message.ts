import { type MessageAttributeValue, SendMessageCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/** A message of a FIFO queue with all that goes along when it is sent on to another one. */
export type WholeMessage = {
  readonly body: string;
  readonly group: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
  /** X-Ray's header, so that the trace goes on. */
  readonly traceHeader?: string;
};

/**
 * Sends a received message to another FIFO queue, whole and in its group. Whoever moves a message
 * deletes the received one after this, never before.
 *
 * @param deduplicationId one that the target has not seen: under the message's own id it would be
 *   taken and dropped within five minutes of the first.
 *   Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 * @throws MessagingError when SQS did not take it; it may have, and sending it again under the same
 *   id is harmless.
 */
export async function forwardMessage(
  queue: Queue,
  { body, group, attributes, traceHeader }: WholeMessage,
  deduplicationId: string,
): Promise<void> {
  try {
    await queue.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplicationId,
        ...(attributes === undefined ? {} : { MessageAttributes: { ...attributes } }),
        ...(traceHeader === undefined
          ? {}
          : {
              MessageSystemAttributes: {
                AWSTraceHeader: { DataType: 'String', StringValue: traceHeader },
              },
            }),
      }),
    );
  } catch (cause) {
    throw new MessagingError('SQS did not take the message', { cause });
  }
}
