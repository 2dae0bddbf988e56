import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from './errors.ts';
import type { WholeMessage } from './forward-message.ts';
import type { Queue } from './queue.ts';

/** A message that was received and is hidden from others until its visibility ends. */
export type ReceivedMessage = WholeMessage & {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
};

/** SQS's most. */
const MOST_MESSAGES = 10;

/**
 * Takes up to ten messages, each group's in order; no other message of these groups is handed out
 * until they are deleted or visible again. Every receive counts in a message's receive count.
 *
 * @param seconds `visibility`: until they come back; `wait`: for a first message.
 * @throws MessagingError
 */
export async function receiveMessages(
  queue: Queue,
  seconds: { readonly visibility: number; readonly wait: number },
): Promise<ReceivedMessage[]> {
  try {
    const { Messages = [] } = await queue.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: MOST_MESSAGES,
        VisibilityTimeout: seconds.visibility,
        WaitTimeSeconds: seconds.wait,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }) => ({
      messageId: MessageId ?? '',
      receiptHandle: ReceiptHandle ?? '',
      body: Body ?? '',
      group: Attributes?.MessageGroupId ?? '',
      receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
      sentAt: Number(Attributes?.SentTimestamp ?? 0),
      ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
      ...(Attributes?.AWSTraceHeader === undefined
        ? {}
        : { traceHeader: Attributes.AWSTraceHeader }),
    }));
  } catch (cause) {
    throw new MessagingError('SQS did not hand out messages', { cause });
  }
}
