import type { BucketId, QueueId, TableId } from '@willcall/topology';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** What functions work with. The stacks of data and of messaging have it to offer. */
export type ComputeResources = {
  readonly data: {
    readonly tables: Readonly<Record<TableId, ITable>>;
    readonly buckets: Readonly<Record<BucketId, IBucket>>;
    /** The keys of purchase ids; a stage whose resources must have no monthly price has none. */
    readonly secret: ISecret | undefined;
    /** The customer-managed key of what names people, where the stage has one. */
    readonly key: IKey | undefined;
    /** Where browsers read flyers. */
    readonly flyersBaseUrl: string;
  };
  readonly messaging: {
    readonly queues: Readonly<Record<QueueId, IQueue>>;
    readonly bus: IEventBus;
    /** What a rule, a schedule or an upload could not be brought to an end with. */
    readonly failedTargets: IQueue;
  };
};
