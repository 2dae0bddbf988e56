import type { QueueDefinition } from '@willcall/topology';
import type { ResourceOverrides } from './resources.ts';

export type QueueAttributes = Record<string, string>;

/** A queue's attributes as SQS takes them. `deadLetterArn` is needed where the definition has one. */
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
 * What may still be changed once a queue exists. SQS fixes only `FifoQueue`; fauxqs refuses the other
 * two as unknown, and they do not depend on anything that a test overrides.
 */
export const settable = (attributes: QueueAttributes): QueueAttributes => {
  const { FifoQueue: _, DeduplicationScope: __, FifoThroughputLimit: ___, ...rest } = attributes;
  return rest;
};
