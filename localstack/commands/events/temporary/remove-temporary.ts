import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { type Connection, isMissingQueue, isMissingRule } from '../../bus-connection.ts';

/** The id of the one target of a run's rule. */
export const TARGET_ID = 'queue';

/**
 * Removes target, rule and queue of one name, in the order that leaves no delivery without a queue.
 * What is not there any more is passed over.
 *
 * @throws errors of the SDK
 */
export const removeTemporary = async (
  { eventBridge, sqs, bus: EventBusName }: Connection,
  name: string,
): Promise<void> => {
  await unless(isMissingRule, async () => {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: name, EventBusName, Ids: [TARGET_ID] }),
    );
    await eventBridge.send(new DeleteRuleCommand({ Name: name, EventBusName }));
  });
  await unless(isMissingQueue, async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
};

const unless = async (
  isMissing: (error: unknown) => boolean,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
};
