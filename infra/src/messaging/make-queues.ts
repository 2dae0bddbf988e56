import { type QueueDefinition, type QueueId, queues, type StageName } from '@willcall/topology';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { makeQueue } from './make-queue.ts';

/** Every queue of the definitions, with its dead letters. */
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

/** A queue names the one of its dead letters, so that has to be there first. */
const deadLettersFirst = (): QueueId[] => {
  const redrives = (id: QueueId) => Number('deadLetters' in queues[id]);
  return (Object.keys(queues) as QueueId[]).toSorted((a, b) => redrives(a) - redrives(b));
};
