import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import type { QueueDefinition } from '@willcall/topology';
import type { QueueResource, ResourceOverrides } from './resources.ts';

/** Creates a queue, or updates the attributes of an existing one. */
export const createQueue = async (
  client: SQSClient,
  name: string,
  attributes: QueueAttributes,
): Promise<QueueResource> => {
  const url = await createOrUpdate(client, name, attributes);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: known(Attributes?.QueueArn, 'QueueArn') };
};

const createOrUpdate = async (
  client: SQSClient,
  name: string,
  attributes: QueueAttributes,
): Promise<string> => {
  try {
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    return known(QueueUrl, 'QueueUrl');
  } catch (error) {
    if (!isNameTaken(error)) throw error;
    const found = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    const url = known(found.QueueUrl, 'QueueUrl');
    await client.send(
      new SetQueueAttributesCommand({
        QueueUrl: url,
        Attributes: removeFixedAttributes(attributes),
      }),
    );
    return url;
  }
};

/** fauxqs sends the error code of SQS's older query protocol, for which the SDK has no class. */
const isNameTaken = (error: unknown): boolean =>
  error instanceof Error && error.name.endsWith('QueueNameExists');

type QueueAttributes = Record<string, string>;

/** The attributes of a queue for SQS. `deadLetterArn` is required if the definition has a dead-letter queue. */
export const queueAttributes = (
  definition: QueueDefinition,
  deadLetterArn: string | undefined,
  overrides: ResourceOverrides,
): QueueAttributes => ({
  VisibilityTimeout: String(
    overrides.visibilityTimeoutSeconds ?? definition.visibilityTimeoutSeconds,
  ),
  MessageRetentionPeriod: String(definition.retentionSeconds),
  ...(definition.fifo && { FifoQueue: 'true' }),
  ...(definition.highThroughput && {
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  }),
  ...(definition.deadLetters !== undefined &&
    deadLetterArn !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetterArn,
        maxReceiveCount: overrides.maxReceiveCount ?? definition.deadLetters.maxReceiveCount,
      }),
    }),
});

/**
 * Removes the attributes that cannot change once a queue exists. SQS fixes only `FifoQueue`. fauxqs does
 * not support changes of the other two, and no test overrides them.
 */
const removeFixedAttributes = (attributes: QueueAttributes): QueueAttributes => {
  const { FifoQueue: _, DeduplicationScope: __, FifoThroughputLimit: ___, ...rest } = attributes;
  return rest;
};
