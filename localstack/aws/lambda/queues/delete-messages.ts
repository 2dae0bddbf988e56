import { DeleteMessageBatchCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';

/** A message that cannot be deleted comes back and is handled again, which does no harm. */
const ATTEMPTS = 3;

/** Deletes up to ten messages; returns those that SQS would not delete after some attempts. */
export const deleteMessages = async (
  client: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
): Promise<readonly Message[]> => {
  let left = messages;
  for (let attempt = 1; attempt <= ATTEMPTS && left.length > 0; attempt += 1) {
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: left.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    const refused = new Set(Failed.map(({ Id }) => Id));
    left = left.filter((_, index) => refused.has(String(index)));
  }
  return left;
};
