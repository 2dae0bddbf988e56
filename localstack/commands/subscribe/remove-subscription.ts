import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { Connection } from '../bus-connection.ts';
import { forbidSending } from '../queue-policy.ts';
import { deadLettersName } from './dead-letters-name.ts';
import type { SubscriptionName } from './options.ts';
import { queueUrl, removeOwnQueue } from './own-queue.ts';
import { ownRule, TARGET_ID } from './own-rule.ts';

export type Removal = {
  readonly hadRule: boolean;
  /** Names of queues that are gone now. */
  readonly removed: readonly string[];
  /** Names of queues that others have made: there as before. */
  readonly left: readonly string[];
};

/**
 * Removes a subscription: nothing is delivered first, the rule goes last, so that a run that ended
 * half-way can be repeated. A second time there is nothing to remove.
 *
 * @throws BadSettingError when the rule is somebody else's; errors of the SDK
 */
export const removeSubscription = async (
  connection: Connection,
  name: SubscriptionName,
): Promise<Removal> => {
  const { eventBridge, sqs, bus: EventBusName } = connection;
  const ruleArn = await ownRule(connection, name);
  if (ruleArn !== undefined) {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: name.rule, EventBusName, Ids: [TARGET_ID] }),
    );
  }
  const removed: string[] = [];
  const left: string[] = [];
  for (const queue of [name.queue, deadLettersName(name.queue)]) {
    const url = await queueUrl(sqs, queue);
    if (url === undefined) continue;
    if (await removeOwnQueue(sqs, url)) {
      removed.push(queue);
      continue;
    }
    if (ruleArn !== undefined) await forbidSending(sqs, url, ruleArn);
    left.push(queue);
  }
  if (ruleArn !== undefined) {
    await eventBridge.send(new DeleteRuleCommand({ Name: name.rule, EventBusName }));
  }
  return { hadRule: ruleArn !== undefined, removed, left };
};
