import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { type FunctionId, rules } from '@willcall/topology';
import { LOCAL_REGION, localCredentials } from '../../aws/clients/local-credentials.ts';

/**
 * Makes the rules of the definitions on a stage's bus. Repeatable.
 *
 * @param targetArn what stands for a function as a target there
 */
export const putRules = async (
  eventsEndpoint: string,
  bus: string,
  targetArn: (id: FunctionId) => string,
): Promise<void> => {
  const client = new EventBridgeClient({
    endpoint: eventsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });
  try {
    for (const { name, pattern, function: id } of rules) {
      const rule = { Name: name, EventBusName: bus };
      await client.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
      await client.send(
        new PutTargetsCommand({
          Rule: name,
          EventBusName: bus,
          Targets: [{ Id: id, Arn: targetArn(id) }],
        }),
      );
    }
  } finally {
    client.destroy();
  }
};
