import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import { isMissingQueue } from '../bus-connection.ts';

/** The tag of queues that this command created. Only these are removed with a subscription. */
const MADE_BY = { key: 'willcall:made-by', value: 'subscribe' } as const;

/** The longest retention that SQS offers: 14 days. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** The URL of a queue, or undefined if the queue does not exist. @throws errors of the SDK */
export const findQueueUrl = async (sqs: SQSClient, name: string): Promise<string | undefined> => {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (isMissingQueue(error)) return undefined;
    throw error;
  }
};

/** Finds or creates a queue, and changes no existing one. @throws errors of the SDK */
export const findOrCreateQueue = async (
  sqs: SQSClient,
  name: string,
): Promise<{ readonly url: string; readonly isNew: boolean }> => {
  const there = await findQueueUrl(sqs, name);
  if (there !== undefined) return { url: there, isNew: false };
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: String(RETENTION_SECONDS) },
      tags: { [MADE_BY.key]: MADE_BY.value },
    }),
  );
  return { url: known(QueueUrl, 'URL of a queue'), isNew: true };
};

/**
 * Removes a queue if this command created it, and returns whether it did. @throws errors of the SDK
 */
export const removeOwnQueue = async (sqs: SQSClient, QueueUrl: string): Promise<boolean> => {
  const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  if (Tags[MADE_BY.key] !== MADE_BY.value) return false;
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  return true;
};
