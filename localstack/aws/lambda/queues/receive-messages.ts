import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/**
 * How long a receive waits for a first message. Short, since it must never be aborted: fauxqs would
 * hand the next message to the abandoned poll. So this is how long a stop may take.
 */
const LONG_POLL_SECONDS = 1;

/** Waits for messages with all their attributes; none after the wait is an empty list. */
export const receiveMessages = async (
  client: SQSClient,
  queueUrl: string,
  batchSize: number,
): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};
