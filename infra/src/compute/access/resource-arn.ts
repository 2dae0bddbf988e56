import type { AccessedResource } from '@willcall/topology';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ComputeResources } from '../compute-resources.ts';

/** The ARN of what a role may use; undefined for what the stage does without. */
export const resourceArn = (
  resource: AccessedResource,
  { data, messaging }: ComputeResources,
): string | undefined => {
  switch (resource.kind) {
    case 'table':
      return data.tables[resource.table].tableArn;
    case 'index':
      return `${data.tables[resource.table].tableArn}/index/${resource.index}`;
    case 'stream':
      return streamArn(data.tables[resource.table]);
    case 'queue':
      return messaging.queues[resource.queue].queueArn;
    case 'bus':
      return messaging.bus.eventBusArn;
    case 'bucket':
      return data.buckets[resource.bucket].bucketArn;
    case 'objects':
      return `${data.buckets[resource.bucket].bucketArn}/*`;
    case 'purchase-id-keys':
      return data.secret?.secretArn;
    case 'failed-invocations':
      return messaging.failedTargets.queueArn;
  }
};

const streamArn = ({ tableStreamArn }: ITable): string => {
  if (tableStreamArn === undefined) throw new TypeError('A stream source names a table without');
  return tableStreamArn;
};
