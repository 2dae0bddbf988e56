import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import { MessagingError } from './errors.ts';

/** A queue and the client that reaches it. */
export type Queue = { readonly sqs: SQSClient; readonly url: string };

/** How a queue is reached. `plugins` are SDK middleware: meters and faults in tests. */
export type QueueConnection = {
  readonly client: SQSClientConfig;
  readonly plugins?: readonly Parameters<SQSClient['middlewareStack']['use']>[0][];
};

/** Opens a queue. Nothing is sent until the first call. */
export function openQueue(url: string, { client, plugins = [] }: QueueConnection): Queue {
  // The queue's URL names the queue, not the server: the endpoint may be a local one.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false, ...client });
  for (const plugin of plugins) sqs.middlewareStack.use(plugin);
  return { sqs, url };
}

/** A message of a FIFO queue with all that goes along when it is sent on to another one. */
export type WholeMessage = {
  readonly body: string;
  readonly group: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
  /** X-Ray's header, so that the trace goes on. */
  readonly traceHeader?: string;
};

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
const MAX_MESSAGES = 10;

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
  const receive = new ReceiveMessageCommand({
    QueueUrl: queue.url,
    MaxNumberOfMessages: MAX_MESSAGES,
    VisibilityTimeout: seconds.visibility,
    WaitTimeSeconds: seconds.wait,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const { Messages = [] } = await queue.sqs.send(receive).catch((cause: unknown) => {
    throw new MessagingError('SQS did not hand out messages', { cause });
  });
  return Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }) => ({
    messageId: known(MessageId, 'message id'),
    receiptHandle: known(ReceiptHandle, 'receipt handle'),
    body: known(Body, 'message body'),
    // A standard queue's messages have none.
    group: Attributes?.MessageGroupId ?? '',
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
    ...(Attributes?.AWSTraceHeader === undefined ? {} : { traceHeader: Attributes.AWSTraceHeader }),
  }));
}

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

/** A received message that is to come back, and in how many whole seconds. */
export type Postponement = { readonly receiptHandle: string; readonly delaySeconds: number };

/**
 * Lets up to ten received messages become visible again after their own delay instead of the queue's
 * visibility timeout. One call.
 *
 * @returns how many SQS refused; these come back after the queue's visibility timeout.
 * @throws MessagingError when the call failed as a whole; the same holds for all of them.
 */
export async function postponeMessages(
  queue: Queue,
  postponements: readonly Postponement[],
): Promise<number> {
  try {
    const { Failed = [] } = await queue.sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: postponements.map(({ receiptHandle, delaySeconds }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: delaySeconds,
        })),
      }),
    );
    return Failed.length;
  } catch (cause) {
    throw new MessagingError('SQS did not postpone the messages', { cause });
  }
}

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
