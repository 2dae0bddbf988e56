import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import type { LocalStage } from '@willcall/localstack';
import { afterAll } from 'vitest';

/** The rules on the bus of a stage. */
export const listBusRules = ({ eventsEndpoint, resources: { bus } }: LocalStage) => {
  const client = new EventBridgeClient({
    endpoint: eventsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  afterAll(() => client.destroy());
  return {
    names: async (): Promise<string[]> => {
      const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName: bus }));
      return Rules.map(({ Name = '' }) => Name);
    },
    pattern: async (Name: string): Promise<unknown> => {
      const rule = await client.send(new DescribeRuleCommand({ Name, EventBusName: bus }));
      return JSON.parse(rule.EventPattern ?? '');
    },
    targets: async (Rule: string) =>
      (await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName: bus }))).Targets ?? [],
  };
};
