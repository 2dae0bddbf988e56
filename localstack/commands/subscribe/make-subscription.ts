import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { type Connection, refuseFailedEntries } from '../bus-connection.ts';
import { allowSending } from '../queue-policy.ts';

import { deadLettersName } from './dead-letters-name.ts';
import type { SubscriptionName } from './options.ts';
import { queueOrNew } from './own-queue.ts';
import { descriptionOf, ownRule, TARGET_ID } from './own-rule.ts';

/** What there is after it was made. */
export type Subscription = {
  readonly ruleArn: string;
  readonly queueUrl: string;
  /** False when the queue was there before. */
  readonly isNewQueue: boolean;
  readonly deadLettersUrl: string;
};

/**
 * Makes a rule with a queue behind it, and a queue for what could not be delivered. The rule comes
 * first, since it is the one that may be refused; until it has its target it does nothing. Repeatable:
 * a run that ended half-way is completed by the next, and another pattern replaces the one before.
 *
 * @throws BadSettingError when the rule is somebody else's, or the target refused; errors of the SDK
 */
export const makeSubscription = async (
  connection: Connection,
  name: SubscriptionName,
  pattern: string,
): Promise<Subscription> => {
  const { eventBridge, sqs, bus: EventBusName } = connection;
  await ownRule(connection, name);
  const { RuleArn: ruleArn = '' } = await eventBridge.send(
    new PutRuleCommand({
      Name: name.rule,
      EventBusName,
      EventPattern: pattern,
      Description: descriptionOf(name),
    }),
  );
  const queue = await queueOrNew(sqs, name.queue);
  const dead = await queueOrNew(sqs, deadLettersName(name.queue));
  const Arn = await allowSending(sqs, queue.url, ruleArn);
  const DeadLetterConfig = { Arn: await allowSending(sqs, dead.url, ruleArn) };
  const Targets = [{ Id: TARGET_ID, Arn, DeadLetterConfig }];
  refuseFailedEntries(
    await eventBridge.send(new PutTargetsCommand({ Rule: name.rule, EventBusName, Targets })),
  );
  return { ruleArn, queueUrl: queue.url, isNewQueue: queue.isNew, deadLettersUrl: dead.url };
};
