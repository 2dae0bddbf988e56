import { createHash } from 'node:crypto';
import {
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { known, parseJson } from '@willcall/contracts';
import * as z from 'zod';

/**
 * Allows a rule to send to a queue. Can be repeated.
 *
 * @returns the queue's ARN
 * @throws errors of the SDK
 */
export const allowSending = async (
  sqs: SQSClient,
  QueueUrl: string,
  ruleArn: string,
): Promise<string> => {
  const { arn, policy } = await readQueue(sqs, QueueUrl);
  const Policy = addPermission(policy, { ruleArn, queueArn: arn });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return arn;
};

/** Removes that permission. Can be repeated. @throws errors of the SDK */
export const forbidSending = async (
  sqs: SQSClient,
  QueueUrl: string,
  ruleArn: string,
): Promise<void> => {
  const { policy } = await readQueue(sqs, QueueUrl);
  const Attributes = { Policy: removePermission(policy, ruleArn) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};

const readQueue = async (sqs: SQSClient, QueueUrl: string) => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] }),
  );
  return { arn: known(Attributes.QueueArn, 'the ARN of a queue'), policy: Attributes.Policy };
};

const Statement = z.looseObject({ Sid: z.string().optional() });

const Policy = z.looseObject({
  Version: z.string().default('2012-10-17'),
  Statement: z.union([z.array(Statement), Statement.transform((one) => [one])]).default([]),
});

/** A rule that may send, and its queue. */
type SendPermission = { readonly ruleArn: string; readonly queueArn: string };

/**
 * Adds the statement that allows one rule to send to a queue. Keeps all other statements.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 *
 * @param policy the queue's policy as SQS returns it; undefined or empty if the queue has none
 */
export const addPermission = (policy: string | undefined, sending: SendPermission): string => {
  const { Statement: statements, ...rest } = parsePolicy(policy);
  const others = statements.filter(({ Sid }) => Sid !== makeSid(sending));
  return JSON.stringify({ ...rest, Statement: [...others, makeStatement(sending)] });
};

/** Removes that statement. Empty if no other statement is left, as SQS requires. */
export const removePermission = (policy: string | undefined, ruleArn: string): string => {
  const { Statement: statements, ...rest } = parsePolicy(policy);
  const others = statements.filter(({ Sid }) => Sid !== makeSid({ ruleArn }));
  return others.length === 0 ? '' : JSON.stringify({ ...rest, Statement: others });
};

const parsePolicy = (policy: string | undefined): z.infer<typeof Policy> =>
  Policy.parse(policy ? parseJson(policy) : {});

const makeStatement = ({ ruleArn, queueArn }: SendPermission) => ({
  Sid: makeSid({ ruleArn }),
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
});

/** A statement id for each rule, with letters and digits only. */
const makeSid = ({ ruleArn }: Pick<SendPermission, 'ruleArn'>): string =>
  `Willcall${createHash('sha256').update(ruleArn).digest('hex').slice(0, 16)}`;
