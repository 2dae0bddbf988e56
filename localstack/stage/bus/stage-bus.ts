import {
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type FunctionId, rules } from '@willcall/topology';
import { createEventBridgeClient, type LocalEndpoints } from '../../aws/clients.ts';
import type { LocalLog } from '../../aws/process/local-log.ts';
import type { StageFunctions } from '../stage-functions.ts';

export type StageBusOptions = {
  readonly aws: LocalEndpoints;
  /** The name of the bus. */
  readonly name: string;
  /** The folder that keeps rules and undelivered events of the embedded bus. LocalStack keeps its own. */
  readonly dataFolder?: string | undefined;
  readonly log: LocalLog;
};

/** The bus of a stage. It starts before the functions, which get its endpoint. */
export type StageBus = {
  /** For an EventBridge client. */
  readonly url: string;
  /** Creates the defined rules with these functions as targets. Call it once. */
  route(functions: StageFunctions): Promise<void>;
  /** Finishes the deliveries in progress. Can be repeated. */
  stop(): Promise<void>;
};

/** The target of the rules for a function. */
export type RuleTarget = {
  readonly arn: string;
  /** The queue for events that cannot be delivered. */
  readonly deadLetterArn: string;
};

/** Creates the defined rules on the bus of a stage. Can be repeated. */
export const putRules = async (
  endpoint: string,
  bus: string,
  findTarget: (id: FunctionId) => RuleTarget,
): Promise<void> => {
  const client = createEventBridgeClient(endpoint);
  try {
    for (const rule of rules) await putRule(client, bus, rule, findTarget(rule.function));
  } finally {
    client.destroy();
  }
};

const putRule = async (
  client: EventBridgeClient,
  EventBusName: string,
  { name, pattern, function: id }: (typeof rules)[number],
  { arn, deadLetterArn }: RuleTarget,
): Promise<void> => {
  await client.send(
    new PutRuleCommand({ Name: name, EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  await client.send(
    new PutTargetsCommand({
      Rule: name,
      EventBusName,
      Targets: [{ Id: id, Arn: arn, DeadLetterConfig: { Arn: deadLetterArn } }],
    }),
  );
};
