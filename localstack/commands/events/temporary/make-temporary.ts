import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { Queue } from '@willcall/messaging';
import { type Connection, refuseFailedEntries } from '../../bus-connection.ts';
import { allowSending } from '../../queue-policy.ts';

import { TARGET_ID } from './remove-temporary.ts';

/** Seconds: far longer than a run looks away, and soon gone should it be killed. */
const RETENTION_SECONDS = 300;

/**
 * Makes a rule with a queue behind it, of one name: the queue is given from now on what the pattern
 * matches. Queue first, so that what is found later by either name can be removed whole.
 *
 * @param pattern EventBridge's, as JSON
 * @throws errors of the SDK; a part of it may be made then.
 */
export const makeTemporary = async (
  { eventBridge, sqs, bus: EventBusName }: Connection,
  name: string,
  pattern: string,
): Promise<Queue> => {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: String(RETENTION_SECONDS) },
    }),
  );
  const { RuleArn = '' } = await eventBridge.send(
    new PutRuleCommand({
      Name: name,
      EventBusName,
      EventPattern: pattern,
      Description: 'Made by npm run events for as long as it runs.',
    }),
  );
  const queueArn = await allowSending(sqs, QueueUrl, RuleArn);
  const Targets = [{ Id: TARGET_ID, Arn: queueArn }];
  refuseFailedEntries(
    await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets })),
  );
  return { sqs, url: QueueUrl };
};
