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

/** A queue and the client for it. */
export type Queue = { readonly sqs: SQSClient; readonly url: string };

/** How to connect to a queue. `plugins` are SDK middleware, such as meters and faults in tests. */
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

/** A FIFO message with everything that must be kept when it is forwarded to another queue. */
export type WholeMessage = {
  readonly body: string;
  readonly group: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
  /** The X-Ray header, which continues the trace. */
  readonly traceHeader?: string;
};

/** A received message. It is hidden from others until its visibility timeout ends. */
export type ReceivedMessage = WholeMessage & {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it was received, including this time. */
  readonly receiveCount: number;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
};

/** The SQS limit for one receive. */
const MAX_MESSAGES = 10;

/**
 * Receives up to ten messages, in order within each group. SQS delivers no other message of these groups
 * until they are deleted or visible again. Every receive increases a message's receive count.
 *
 * @param seconds `visibility`: how long to hide the messages. `wait`: how long to wait for a first message.
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
    throw new MessagingError('SQS did not return messages', { cause });
  });
  return Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }) => ({
    messageId: known(MessageId, 'message id'),
    receiptHandle: known(ReceiptHandle, 'receipt handle'),
    body: known(Body, 'message body'),
    // Messages of a standard queue have no group.
    group: Attributes?.MessageGroupId ?? '',
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
    ...(Attributes?.AWSTraceHeader === undefined ? {} : { traceHeader: Attributes.AWSTraceHeader }),
  }));
}

/** @throws MessagingError if SQS did not confirm. The message is delivered again, or was deleted anyway. */
export async function deleteMessage(queue: Queue, receiptHandle: string): Promise<void> {
  try {
    await queue.sqs.send(
      new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: receiptHandle }),
    );
  } catch (cause) {
    throw new MessagingError('SQS did not delete the message', { cause });
  }
}

/** A received message, and the whole seconds until SQS delivers it again. */
export type Postponement = { readonly receiptHandle: string; readonly delaySeconds: number };

/**
 * Makes up to ten received messages visible again, each after its own delay instead of the visibility
 * timeout of the queue. Makes one call.
 *
 * @returns how many SQS refused. These become visible after the visibility timeout of the queue.
 * @throws MessagingError if the whole call failed. Then this applies to all of the messages.
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

/** The approximate counts of SQS. */
export type MessageCounts = {
  /** Available now, or waiting behind another message of their group. */
  readonly ready: number;
  /** Received and not deleted: in progress or postponed. */
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
      ready: Number(known(Attributes?.ApproximateNumberOfMessages, 'count of ready messages')),
      hidden: Number(
        known(Attributes?.ApproximateNumberOfMessagesNotVisible, 'count of hidden messages'),
      ),
    };
  } catch (cause) {
    throw new MessagingError('SQS did not count the messages', { cause });
  }
}
