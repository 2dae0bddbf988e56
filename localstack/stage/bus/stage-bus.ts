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
  /** The bus's name. */
  readonly name: string;
  /** Where the embedded one keeps its rules and targets; LocalStack keeps its own. */
  readonly dataFile?: string | undefined;
  readonly log: LocalLog;
};

/** The bus of a stage. It is there before the functions, which are told its endpoint. */
export type StageBus = {
  /** For an EventBridge client. */
  readonly url: string;
  /** Makes the rules of the definitions, whose targets are these functions. Once. */
  route(functions: StageFunctions): Promise<void>;
  /** Finishes the deliveries under way. Can be repeated. */
  stop(): Promise<void>;
};

/**
 * Makes the rules of the definitions on a stage's bus. Can be repeated.
 *
 * @param targetArn what stands for a function as a target there
 */
export const putRules = async (
  endpoint: string,
  bus: string,
  targetArn: (id: FunctionId) => string,
): Promise<void> => {
  const client = createEventBridgeClient(endpoint);
  try {
    for (const rule of rules) await putRule(client, bus, rule, targetArn(rule.function));
  } finally {
    client.destroy();
  }
};

const putRule = async (
  client: EventBridgeClient,
  EventBusName: string,
  { name, pattern, function: id }: (typeof rules)[number],
  targetArn: string,
): Promise<void> => {
  await client.send(
    new PutRuleCommand({ Name: name, EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  await client.send(
    new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: id, Arn: targetArn }] }),
  );
};
