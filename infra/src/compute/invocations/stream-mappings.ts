import { type FunctionId, streamRetries, streamSources } from '@willcall/topology';
import {
  CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

import type { ComputeResources } from '../compute-resources.ts';
import type { DeployedFunction } from '../function/make-function.ts';

/** Hands the tables' changes to the functions of the definitions; what expires goes to S3, whole. */
export const streamMappings = (
  scope: Construct,
  functions: Readonly<Record<FunctionId, DeployedFunction>>,
  { data }: Pick<ComputeResources, 'data'>,
): void => {
  for (const { table, function: id, batchSize, filters } of streamSources) {
    const mapping = new EventSourceMapping(scope, `Stream-${table}`, {
      target: functions[id].alias,
      eventSourceArn: data.tables[table].tableStreamArn,
      // From its beginning: a change that was made before the mapping is announced too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
      bisectBatchOnError: streamRetries.bisectBatchOnFunctionError,
      reportBatchItemFailures: true,
      // CDK's own destination would give the function the run of the bucket.
      onFailure: { bind: () => ({ destination: data.buckets.failures.bucketArn }) },
    });
    retryUntilExpiry(mapping);
  }
};

/** CDK takes no -1, which is Lambda's way to say so. */
const retryUntilExpiry = ({ node }: EventSourceMapping): void => {
  if (!(node.defaultChild instanceof CfnEventSourceMapping)) throw new TypeError('No mapping');
  node.defaultChild.maximumRetryAttempts = streamRetries.maximumRetryAttempts;
  node.defaultChild.maximumRecordAgeInSeconds = streamRetries.maximumRecordAgeSeconds;
};
