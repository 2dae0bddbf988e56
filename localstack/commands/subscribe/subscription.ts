import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import { type BusConnection, expectNoFailedEntries, isMissingRule } from '../bus-connection.ts';
import { allowSending, forbidSending } from '../queue-policy.ts';
import { findOrCreateQueue, findQueueUrl, removeOwnQueue } from './own-queue.ts';

/** The names of a subscription's resources. */
export type SubscriptionName = {
  readonly queue: string;
  readonly rule: string;
  /** If omitted, the bus of the running stack. */
  readonly bus: string | undefined;
};

/** A created subscription. */
export type Subscription = {
  readonly ruleArn: string;
  readonly queueUrl: string;
  /** False if the queue already existed. */
  readonly isNewQueue: boolean;
  readonly deadLettersUrl: string;
};

/**
 * Creates a rule, its queue, and a queue for events that could not be delivered. The rule comes
 * first, because EventBridge may reject it. Without a target the rule does nothing. The next run
 * completes a run that ended early, and a new pattern replaces the old one.
 *
 * @throws CommandError if the rule belongs to someone else or EventBridge rejects the target;
 * errors of the SDK
 */
export const makeSubscription = async (
  connection: BusConnection,
  name: SubscriptionName,
  pattern: string,
): Promise<Subscription> => {
  const { eventBridge, sqs, bus: EventBusName } = connection;
  await findOwnRule(connection, name);
  const { RuleArn } = await eventBridge.send(
    new PutRuleCommand({
      Name: name.rule,
      EventBusName,
      EventPattern: pattern,
      Description: describeRule(name),
    }),
  );
  const ruleArn = known(RuleArn, 'ARN of a rule');
  const queue = await findOrCreateQueue(sqs, name.queue);
  const dead = await findOrCreateQueue(sqs, nameDeadLetterQueue(name.queue));
  const Arn = await allowSending(sqs, queue.url, ruleArn);
  const DeadLetterConfig = { Arn: await allowSending(sqs, dead.url, ruleArn) };
  const Targets = [{ Id: TARGET_ID, Arn, DeadLetterConfig }];
  expectNoFailedEntries(
    await eventBridge.send(new PutTargetsCommand({ Rule: name.rule, EventBusName, Targets })),
  );
  return { ruleArn, queueUrl: queue.url, isNewQueue: queue.isNew, deadLettersUrl: dead.url };
};

export type Removal = {
  readonly hadRule: boolean;
  /** Names of the removed queues. */
  readonly removed: readonly string[];
  /** Names of the queues that stay, because this command did not create them. */
  readonly left: readonly string[];
};

/**
 * Removes a subscription. Delivery stops first and the rule goes last, so a run that ended early
 * can be repeated. A second removal does nothing.
 *
 * @throws CommandError if the rule belongs to someone else; errors of the SDK
 */
export const removeSubscription = async (
  connection: BusConnection,
  name: SubscriptionName,
): Promise<Removal> => {
  const { eventBridge, sqs, bus: EventBusName } = connection;
  const ruleArn = await findOwnRule(connection, name);
  if (ruleArn !== undefined) {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: name.rule, EventBusName, Ids: [TARGET_ID] }),
    );
  }
  const removed: string[] = [];
  const left: string[] = [];
  for (const queue of [name.queue, nameDeadLetterQueue(name.queue)]) {
    const url = await findQueueUrl(sqs, queue);
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

/** The id of the rule's one target. */
const TARGET_ID = 'subscriber';

/** The description that marks a rule as made by this command. */
const describeRule = ({ queue }: Pick<SubscriptionName, 'queue'>): string =>
  `Made by npm run subscribe for the queue ${queue}`;

/**
 * The ARN of a subscription's rule, or undefined if the rule does not exist.
 *
 * @throws CommandError if the rule belongs to someone else; errors of the SDK
 */
const findOwnRule = async (
  { eventBridge, bus: EventBusName }: BusConnection,
  name: SubscriptionName,
): Promise<string | undefined> => {
  try {
    const rule = await eventBridge.send(new DescribeRuleCommand({ Name: name.rule, EventBusName }));
    if (rule.Description === describeRule(name)) return rule.Arn;
  } catch (error) {
    if (isMissingRule(error)) return undefined;
    throw error;
  }
  throw new CommandError(
    `The rule ${name.rule} already exists and does not belong to the queue ${name.queue}. Choose another name with --rule.`,
  );
};

/** The name of the queue for events that could not be delivered. */
const nameDeadLetterQueue = (queue: string): string => `${queue}-dead`;
