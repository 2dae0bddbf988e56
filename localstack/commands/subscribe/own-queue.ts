import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import { isMissingQueue } from '../bus-connection.ts';

/** Marks the queues that may be removed with their subscription: those of others stay. */
const MADE_BY = { key: 'willcall:made-by', value: 'subscribe' } as const;

/** SQS's longest: 14 days. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** A queue's URL, or undefined if there is none of this name. @throws errors of the SDK */
export const findQueueUrl = async (sqs: SQSClient, name: string): Promise<string | undefined> => {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (isMissingQueue(error)) return undefined;
    throw error;
  }
};

/** The queue of this name, as it is, or else a new one. @throws errors of the SDK */
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

/** Removes a queue if it is one of those made here; whether it was. @throws errors of the SDK */
export const removeOwnQueue = async (sqs: SQSClient, QueueUrl: string): Promise<boolean> => {
  const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  if (Tags[MADE_BY.key] !== MADE_BY.value) return false;
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  return true;
};
