import type { SQSClient } from '@aws-sdk/client-sqs';
import { functions, type RuleDefinition } from '@willcall/topology';
import { createQueue } from '../resources/create-queue.ts';
import type { QueueResource } from '../resources/resources.ts';

/** As for the stage's other queues; see the definitions. */
const VISIBILITY_PER_FUNCTION_TIMEOUT = 6;

/**
 * Seconds: as long as EventBridge tries to deliver.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
const RETENTION_SECONDS = 24 * 60 * 60;

/** The queue in a function's place as the target of a rule, e.g. `willcall-local-rule-reprice`. Repeatable. */
export const createRuleQueue = (
  client: SQSClient,
  bus: string,
  { name, function: id }: RuleDefinition,
): Promise<QueueResource> =>
  createQueue(client, `${bus}-rule-${name}`, {
    VisibilityTimeout: String(VISIBILITY_PER_FUNCTION_TIMEOUT * functions[id].timeoutSeconds),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
  });
