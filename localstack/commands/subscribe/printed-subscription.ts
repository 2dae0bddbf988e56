import type { Subscription } from './make-subscription.ts';
import type { SubscriptionName } from './options.ts';
import type { Removal } from './remove-subscription.ts';

/** What was made, and how to undo it, for people. */
export const printedSubscription = (
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
export const printedRemoval = (
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
