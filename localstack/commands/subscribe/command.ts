import { Command, UsageError } from '@willcall/cli';
import { required } from '@willcall/cli/options';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
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

/** The options as commander parses them. */
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
      'Creates or updates a rule on the event bus, a queue that receives its events, and a dead-letter queue for events that could not be delivered.',
    )
    .option('--pattern <pattern>', required('an EventBridge event pattern; not with --remove'))
    .option(
      '--queue <name>',
      required(
        'a standard queue, which does not keep the order of events; its dead-letter queue is NAME-dead',
      ),
    )
    .option('--rule <name>', 'the rule (default: the name of the queue)')
    .option('--bus <name>', "another event bus (default: the running stack's bus)")
    .option(
      '--remove',
      'removes the rule, and the queues with their messages if this command created them',
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
  npx --no-install willcall subscribe --pattern '{"detail-type":["ReminderDue"]}' --queue mails
  npx --no-install willcall subscribe --remove --queue mails

The command uses an existing queue without changing its settings. The messages are EventBridge envelopes.
shared/contracts/EVENTS.md lists the events.

The command uses the stack that npm start runs. With WILLCALL_BACKEND=aws, it uses the bus that --bus names,
with the SDK's credentials and region.`;

/** SQS allows 80 characters, and the dead-letter queue adds `-dead`. */
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,75}$/;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/** The options of a subscription. @throws UsageError */
export const resolveSubscribeOptions = (values: ParsedOptions): SubscribeOptions => {
  const queue = parseQueueName(values.queue);
  const name = { queue, rule: parseRuleName(values.rule ?? queue), bus: values.bus };
  const { pattern } = values;
  if (values.remove) {
    if (pattern !== undefined) throw new UsageError('--remove cannot be combined with --pattern.');
    return { kind: 'remove', ...name };
  }
  if (pattern === undefined) {
    throw new UsageError(`--pattern is required, such as '{"detail-type":["PurchaseConfirmed"]}'.`);
  }
  return { kind: 'make', pattern: expectPattern(pattern), ...name };
};

/** Only the form. The bus checks the content, which can be newer than what is known here. */
const expectPattern = (text: string): string => {
  const isObject = z.record(z.string(), z.unknown()).safeParse(parseJson(text)).success;
  if (isObject) return text;
  throw new UsageError(
    `--pattern ${text} is not valid: it must be a JSON object, such as '{"detail-type":["PurchaseConfirmed"]}'.`,
  );
};

const parseQueueName = (name: string | undefined): string => {
  if (name === undefined) throw new UsageError('--queue NAME is required.');
  if (QUEUE_NAME.test(name)) return name;
  throw new UsageError(
    `--queue ${name} is not valid: a standard queue has up to 75 letters, digits, - and _.`,
  );
};

const parseRuleName = (name: string): string => {
  if (RULE_NAME.test(name)) return name;
  throw new UsageError(`--rule ${name} is not valid: use up to 64 letters, digits, ., - and _.`);
};

/** Reports what was created and how to undo it. */
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
    `Queue         ${queueUrl}${isNewQueue ? '' : ' (already existed)'}`,
    `Dead letters  ${deadLettersUrl}`,
    `Undo it with  npm run subscribe -- --remove ${options.join(' ')}`,
  ].join('\n');
};

/** Reports what was removed. */
export const formatRemoval = (
  { queue, rule }: SubscriptionName,
  { hadRule, removed, left }: Removal,
): string => {
  const gone = [...(hadRule ? [`rule ${rule}`] : []), ...removed.map((name) => `queue ${name}`)];
  return [
    gone.length === 0
      ? `The queue ${queue} has no subscription to remove.`
      : `Removed ${gone.join(', ')}.`,
    ...left.map((name) => `The queue ${name} stays, because this command did not create it.`),
  ].join('\n');
};
