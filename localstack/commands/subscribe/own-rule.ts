import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import { type Connection, isMissingRule } from '../bus-connection.ts';

import type { SubscriptionName } from './options.ts';

/** The id of the rule's one target. */
export const TARGET_ID = 'subscriber';

/** What tells our rules from those of others, willcall's own among them. */
export const descriptionOf = ({ queue }: Pick<SubscriptionName, 'queue'>): string =>
  `Made by npm run subscribe for the queue ${queue}`;

/**
 * The ARN of a subscription's rule, or undefined if there is no rule of its name.
 *
 * @throws BadSettingError when the rule is somebody else's; errors of the SDK
 */
export const ownRule = async (
  { eventBridge, bus: EventBusName }: Connection,
  name: SubscriptionName,
): Promise<string | undefined> => {
  try {
    const rule = await eventBridge.send(new DescribeRuleCommand({ Name: name.rule, EventBusName }));
    if (rule.Description === descriptionOf(name)) return rule.Arn;
  } catch (error) {
    if (isMissingRule(error)) return undefined;
    throw error;
  }
  throw new BadSettingError(
    `The rule ${name.rule} is there already and was not made for the queue ${name.queue}: choose another name with --rule.`,
  );
};
