import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { rules } from '@willcall/infra';
import { LOCAL_REGION, localCredentials } from '../clients/local-credentials.ts';
import { functionArn } from '../functions/function-arn.ts';

/** Makes the rules of the definitions on a stage's bus. Repeatable. */
export const putRules = async (eventsEndpoint: string, bus: string): Promise<void> => {
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
          Targets: [{ Id: id, Arn: functionArn(`willcall-${id}`) }],
        }),
      );
    }
  } finally {
    client.destroy();
  }
};
