import { parseArgs } from 'node:util';
import { BadSettingError } from '../../aws/local-aws-error.ts';

/** What a subscription is called. */
export type SubscriptionName = {
  readonly queue: string;
  readonly rule: string;
  /** The stack's own without it. */
  readonly bus: string | undefined;
};

export type SubscribeOptions = SubscriptionName &
  ({ readonly kind: 'make'; readonly pattern: string } | { readonly kind: 'remove' });

/** SQS's 80 characters, less those of `-dead`. */
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,75}$/;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/**
 * What the command line of `npm run subscribe` asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const subscribeOptions = (args: readonly string[]): SubscribeOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pattern: { type: 'string' },
      queue: { type: 'string' },
      rule: { type: 'string' },
      bus: { type: 'string' },
      remove: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const queue = queueName(values.queue);
  const name = { queue, rule: ruleName(values.rule ?? queue), bus: values.bus };
  const { pattern } = values;
  if (values.remove) {
    if (pattern !== undefined) throw new BadSettingError('--remove takes no --pattern.');
    return { kind: 'remove', ...name };
  }
  if (pattern === undefined) {
    throw new BadSettingError(
      `A --pattern is needed, such as '{"detail-type":["PurchaseConfirmed"]}'.`,
    );
  }
  return { kind: 'make', pattern, ...name };
};

const queueName = (name: string | undefined): string => {
  if (name === undefined) throw new BadSettingError('A --queue is needed: the name of a queue.');
  if (QUEUE_NAME.test(name)) return name;
  throw new BadSettingError(
    `--queue ${name} cannot be used: a standard queue has up to 75 letters, digits, - and _ here.`,
  );
};

const ruleName = (name: string): string => {
  if (RULE_NAME.test(name)) return name;
  throw new BadSettingError(
    `--rule ${name} cannot be used: a rule has up to 64 letters, digits, ., - and _.`,
  );
};
