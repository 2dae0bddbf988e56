import {
  type QueueDefinition,
  type QueueId,
  queueName,
  queues,
  type StageName,
} from '@willcall/topology';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Makes every queue of the definitions, with its dead-letter queue. */
export const makeQueues = (
  scope: Construct,
  stage: StageName,
  key: IKey | undefined,
): Readonly<Record<QueueId, Queue>> => {
  const made = new Map<string, Queue>();
  for (const id of deadLettersFirst()) {
    const { deadLetters }: QueueDefinition = queues[id];
    const target = deadLetters && made.get(deadLetters.queue);
    made.set(id, makeQueue(scope, id, { stage, key, deadLetters: target }));
  }
  return Object.fromEntries(made) as Record<QueueId, Queue>;
};

/** A queue refers to its dead-letter queue, which must be made first. */
const deadLettersFirst = (): QueueId[] => {
  const redrives = (id: QueueId) => Number('deadLetters' in queues[id]);
  return (Object.keys(queues) as QueueId[]).toSorted((a, b) => redrives(a) - redrives(b));
};

type QueueInput = {
  readonly stage: StageName;
  readonly key: IKey | undefined;
  /** The dead-letter queue of the definition. */
  readonly deadLetters: Queue | undefined;
};

/** Makes a queue of the definitions: encrypted, TLS only. */
const makeQueue = (
  scope: Construct,
  id: QueueId,
  { stage, key, deadLetters }: QueueInput,
): Queue => {
  const definition: QueueDefinition = queues[id];
  return new Queue(scope, `Queue-${id}`, {
    queueName: queueName(stage, id),
    // SQS does not accept `false` for a standard queue.
    ...(definition.fifo && { fifo: true }),
    ...(definition.highThroughput && {
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    }),
    visibilityTimeout: Duration.seconds(definition.visibilityTimeoutSeconds),
    retentionPeriod: Duration.seconds(definition.retentionSeconds),
    ...(definition.deadLetters &&
      deadLetters && {
        deadLetterQueue: {
          queue: deadLetters,
          maxReceiveCount: definition.deadLetters.maxReceiveCount,
        },
      }),
    ...(key === undefined
      ? { encryption: QueueEncryption.SQS_MANAGED }
      : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
};
