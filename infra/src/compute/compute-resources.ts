import type { BucketId, QueueId, TableId } from '@willcall/topology';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** The resources that functions use, from the data and messaging stacks. */
export type ComputeResources = {
  readonly data: {
    readonly tables: Readonly<Record<TableId, ITable>>;
    readonly buckets: Readonly<Record<BucketId, IBucket>>;
    /** The secret with the keys of purchase ids; undefined if the stage keeps them in the environment. */
    readonly secret: ISecret | undefined;
    /** The secret with the keys of the payment provider; undefined if the stage takes no payments. */
    readonly paymentKeys: ISecret | undefined;
    /** The customer-managed key of personal data, if the stage has one. */
    readonly key: IKey | undefined;
  };
  readonly messaging: {
    readonly queues: Readonly<Record<QueueId, IQueue>>;
    readonly bus: IEventBus;
    /** The queue of events that a rule, a schedule or S3 could not deliver. */
    readonly failedTargets: IQueue;
  };
};
