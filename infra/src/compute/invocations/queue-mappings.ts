import { eventSources, type FunctionId, type QueueEventSource } from '@willcall/topology';
import { EventSourceMapping, type EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';

import type { ComputeResources } from '../compute-resources.ts';
import type { DeployedFunction } from '../function/make-function.ts';

type Polling = Pick<StageConfiguration, 'pollers' | 'stockBucketsMax'>;

/** Hands the queues' messages to the functions of the definitions, in batches that may fail in part. */
export const queueMappings = (
  scope: Construct,
  functions: Readonly<Record<FunctionId, DeployedFunction>>,
  { messaging }: Pick<ComputeResources, 'messaging'>,
  polling: Polling,
): void => {
  for (const source of eventSources) {
    new EventSourceMapping(scope, `Queue-${source.queue}`, {
      target: functions[source.function].alias,
      eventSourceArn: messaging.queues[source.queue].queueArn,
      batchSize: source.batchSize,
      reportBatchItemFailures: true,
      ...scaling(source, polling),
    });
  }
};

/** Lambda refuses a mapping that has both. What is received slowly on purpose stays slow. */
const scaling = (
  { queue, maximumConcurrency }: QueueEventSource,
  { pollers, stockBucketsMax }: Polling,
): EventSourceMappingOptions => {
  if (queue === 'purchases' && pollers.kind === 'provisioned') {
    const { minimum, maximum } = pollers;
    return { provisionedPollerConfig: { minimumPollers: minimum, maximumPollers: maximum } };
  }
  // More batches than buckets would only stand in each other's way.
  return { maxConcurrency: Math.min(maximumConcurrency, stockBucketsMax) };
};
