import type { QueueId } from '@willcall/topology';
import { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { makeBus } from '../messaging/bus.ts';
import { makeFailedTargets } from '../messaging/failed-targets.ts';
import { makeQueues } from '../messaging/queues.ts';
import type { StageStackProps } from './stage-stack.ts';

type MessagingStackProps = StageStackProps & {
  /** The customer-managed key of the queues, if the stage has one. */
  readonly key?: IKey | undefined;
};

/** The queues that carry purchases to the worker, and the bus that carries events to subscribers. */
export class MessagingStack extends Stack {
  readonly queues: Readonly<Record<QueueId, Queue>>;
  readonly bus: EventBus;
  /** The queue of events that a rule, a schedule or S3 could not deliver. */
  readonly failedTargets: Queue;

  constructor(scope: Construct, id: string, props: MessagingStackProps) {
    super(scope, id, props);
    const { stage, configuration, key } = props;
    this.queues = makeQueues(this, stage, key);
    this.bus = makeBus(this, stage, configuration);
    this.failedTargets = makeFailedTargets(this, stage);
  }
}
