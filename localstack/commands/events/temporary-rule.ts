import { createHash } from 'node:crypto';
import {
  DeleteRuleCommand,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  paginateListQueues,
} from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import type { Queue } from '@willcall/messaging';
import { isAlive } from '../../aws/process/child.ts';
import {
  type BusConnection,
  expectNoFailedEntries,
  isMissingQueue,
  isMissingRule,
} from '../bus-connection.ts';
import { allowSending } from '../queue-policy.ts';

/** Seconds. Much longer than a run pauses between reads, and soon over after a killed run. */
const RETENTION_SECONDS = 300;

/**
 * Creates a rule and a queue with the same name. From then on the queue receives the events that
 * the pattern matches. The queue comes first, so that a later run that finds either name can remove
 * both.
 *
 * @param pattern an EventBridge event pattern, as JSON
 * @throws errors of the SDK; some resources may exist by then.
 */
export const createTemporaryRule = async (
  { eventBridge, sqs, bus: EventBusName }: BusConnection,
  name: string,
  pattern: string,
): Promise<Queue> => {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: String(RETENTION_SECONDS) },
    }),
  );
  const { RuleArn } = await eventBridge.send(
    new PutRuleCommand({
      Name: name,
      EventBusName,
      EventPattern: pattern,
      Description: 'Made by npm run events for as long as it runs.',
    }),
  );
  const url = known(QueueUrl, 'URL of a queue');
  const queueArn = await allowSending(sqs, url, known(RuleArn, 'ARN of a rule'));
  const Targets = [{ Id: TARGET_ID, Arn: queueArn }];
  expectNoFailedEntries(
    await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets })),
  );
  return { sqs, url };
};

/** The id of the rule's only target. */
const TARGET_ID = 'queue';

/**
 * Removes the target, rule and queue of one name, in the order that leaves no delivery without a
 * queue. Skips what no longer exists.
 *
 * @throws errors of the SDK
 */
export const removeTemporaryRule = async (
  { eventBridge, sqs, bus: EventBusName }: BusConnection,
  name: string,
): Promise<void> => {
  await ignoreError(isMissingRule, async () => {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: name, EventBusName, Ids: [TARGET_ID] }),
    );
    await eventBridge.send(new DeleteRuleCommand({ Name: name, EventBusName }));
  });
  await ignoreError(isMissingQueue, async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
};

const ignoreError = async (
  isMissing: (error: unknown) => boolean,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
};

/**
 * Removes the resources that killed runs left behind.
 *
 * @returns the names removed
 * @throws errors of the SDK
 */
export const removeLeftovers = async (
  connection: BusConnection,
  here: Pick<Owner, 'machine'>,
  now: Date,
): Promise<string[]> => {
  const names = new Set([...(await listRules(connection)), ...(await listQueues(connection))]);
  const leftovers = [...names].filter((name) => isLeftover(name, here, now));
  for (const name of leftovers) await removeTemporaryRule(connection, name);
  return leftovers;
};

const listRules = async ({ eventBridge, bus: EventBusName }: BusConnection): Promise<string[]> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await eventBridge.send(
      new ListRulesCommand({ EventBusName, NamePrefix: TEMPORARY_PREFIX, NextToken }),
    );
    names.push(...(page.Rules ?? []).flatMap(({ Name }) => Name ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
};

const listQueues = async ({ sqs: client }: BusConnection): Promise<string[]> => {
  const names: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues(
    { client, pageSize: 1_000 },
    { QueueNamePrefix: TEMPORARY_PREFIX },
  )) {
    names.push(...QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1)));
  }
  return names;
};

/** The prefix of every queue, rule and target that `npm run events` creates. */
const TEMPORARY_PREFIX = 'willcall-events-run-';

/** The run that created a temporary resource: a process of a machine, and the time. */
type Owner = {
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** A short hash of the host name, because other people can see the names. */
  readonly machine: string;
  readonly pid: number;
};

/** Seconds. No run lasts longer, so any older resource was left behind. */
export const LONGEST_RUN_SECONDS = 24 * 60 * 60;

const NAME = new RegExp(`^${TEMPORARY_PREFIX}(\\d+)-([0-9a-f]{8})-(\\d+)-[0-9a-f]+$`);

/** A name of at most 64 characters, which is EventBridge's limit for rules. */
export const makeTemporaryName = ({ startedAt, machine, pid }: Owner, random: string): string =>
  `${TEMPORARY_PREFIX}${startedAt}-${machine}-${pid}-${random}`;

/** Identifies a machine by its host name. */
export const hashHostname = (hostname: string): string =>
  createHash('sha256').update(hostname).digest('hex').slice(0, 8);

/**
 * Whether the run that created this name ended without removing it. Either its process no longer
 * runs on this machine, or the name is older than any run on any machine can be.
 */
export const isLeftover = (
  name: string,
  here: Pick<Owner, 'machine'>,
  now: Date,
  isRunning: (pid: number) => boolean = isAlive,
): boolean => {
  const [, startedAt, machine, pid] = NAME.exec(name) ?? [];
  if (startedAt === undefined) return false;
  const isTooOld = now.getTime() / 1_000 - Number(startedAt) > LONGEST_RUN_SECONDS;
  return isTooOld || (machine === here.machine && !isRunning(Number(pid)));
};
