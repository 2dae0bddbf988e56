import { Command, UsageError } from '@willcall/cli';
import { readRunningStack } from '../../stage/running-stack.ts';
import { openBusConnection } from '../bus-connection.ts';
import {
  makeSubscription,
  type Removal,
  removeSubscription,
  type Subscription,
  type SubscriptionName,
} from './subscription.ts';

export type SubscribeOptions = SubscriptionName &
  ({ readonly kind: 'make'; readonly pattern: string } | { readonly kind: 'remove' });

/** As commander has parsed them. */
type ParsedOptions = {
  readonly pattern?: string;
  readonly queue?: string;
  readonly rule?: string;
  readonly bus?: string;
  readonly remove: boolean;
};

export const command = (): Command =>
  new Command('subscribe')
    .description(
      'Makes a rule, a queue behind it, and a dead-letter queue for what could not be delivered, in one go; run again, it changes them.',
    )
    .option('--pattern <pattern>', "which events, in EventBridge's own words")
    .option(
      '--queue <name>',
      'the queue, a standard one: events come in no order. Its dead letters go to NAME-dead',
    )
    .option('--rule <name>', 'the rule, if it is not to be named like the queue')
    .option('--bus <name>', "another bus than the running stack's own")
    .option(
      '--remove',
      'removes the rule, and the queues if they were made by this command, with all that is in them',
      false,
    )
    .addHelpText('after', help)
    .action(async (parsed: ParsedOptions) => {
      const options = resolveSubscribeOptions(parsed);
      const connection = openBusConnection(process.env, await readRunningStack(), options.bus);
      console.log(
        options.kind === 'make'
          ? formatSubscription(
              options,
              await makeSubscription(connection, options, options.pattern),
            )
          : formatRemoval(options, await removeSubscription(connection, options)),
      );
    });

const help = `
Examples:
  willcall subscribe --pattern '{"detail-type":["ReminderDue"]}' --queue mails
  willcall subscribe --remove --queue mails

A queue that is there already is used as it is. The messages are EventBridge envelopes;
shared/contracts/EVENTS.md lists the events.

Looks at the stack that npm start runs; with WILLCALL_BACKEND=aws at the bus that --bus names, by the SDK's
own credentials and region.`;

/** SQS's 80 characters, less those of `-dead`. */
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,75}$/;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/** What the command line asks for. @throws UsageError in a sentence */
export const resolveSubscribeOptions = (values: ParsedOptions): SubscribeOptions => {
  const queue = parseQueueName(values.queue);
  const name = { queue, rule: parseRuleName(values.rule ?? queue), bus: values.bus };
  const { pattern } = values;
  if (values.remove) {
    if (pattern !== undefined) throw new UsageError('--remove takes no --pattern.');
    return { kind: 'remove', ...name };
  }
  if (pattern === undefined) {
    throw new UsageError(`A --pattern is needed, such as '{"detail-type":["PurchaseConfirmed"]}'.`);
  }
  return { kind: 'make', pattern, ...name };
};

const parseQueueName = (name: string | undefined): string => {
  if (name === undefined) throw new UsageError('A --queue is needed: the name of a queue.');
  if (QUEUE_NAME.test(name)) return name;
  throw new UsageError(
    `--queue ${name} cannot be used: a standard queue has up to 75 letters, digits, - and _ here.`,
  );
};

const parseRuleName = (name: string): string => {
  if (RULE_NAME.test(name)) return name;
  throw new UsageError(
    `--rule ${name} cannot be used: a rule has up to 64 letters, digits, ., - and _.`,
  );
};

/** What was made, and how to undo it, for people. */
export const formatSubscription = (
  { queue, rule, bus }: SubscriptionName,
  { ruleArn, queueUrl, isNewQueue, deadLettersUrl }: Subscription,
): string => {
  const options = [
    `--queue ${queue}`,
    ...(rule === queue ? [] : [`--rule ${rule}`]),
    ...(bus === undefined ? [] : [`--bus ${bus}`]),
  ];
  return [
    `Rule          ${ruleArn}`,
    `Queue         ${queueUrl}${isNewQueue ? '' : ' (was there before)'}`,
    `Dead letters  ${deadLettersUrl}`,
    `Undo it with  npm run subscribe -- --remove ${options.join(' ')}`,
  ].join('\n');
};

/** What was removed, for people. */
export const formatRemoval = (
  { queue, rule }: SubscriptionName,
  { hadRule, removed, left }: Removal,
): string => {
  const gone = [...(hadRule ? [`rule ${rule}`] : []), ...removed.map((name) => `queue ${name}`)];
  return [
    gone.length === 0
      ? `There is no subscription of the queue ${queue} to remove.`
      : `Removed ${gone.join(', ')}.`,
    ...left.map((name) => `The queue ${name} was not made by this command: it stays.`),
  ].join('\n');
};
