import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import { busName, queueName } from '@willcall/topology';
import * as z from 'zod';
import { requestToken } from '../smoke/granted-token.ts';
import type { DeployableStage } from './stage-options.ts';

/** The file that `cdk deploy --outputs-file` writes: outputs by stack. */
const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

export type StageAddresses = {
  readonly apiUrl: string;
  /** The name of the bus. */
  readonly bus: string;
  readonly queue: string;
  /** All outputs of the stacks, by name. */
  readonly outputs: Readonly<Record<string, string>>;
};

/**
 * Reads the addresses of a deployed stage.
 *
 * @param written the content of the outputs file
 * @throws CommandError if no stack has the API's URL as an output
 */
export const readStageAddresses = (stage: DeployableStage, written: string): StageAddresses => {
  const byStack = Outputs.parse(JSON.parse(written));
  // A value that one stack reads from another is also an output. The CDK names it PublishOutput…
  const published = Object.values(byStack).flatMap((outputs) =>
    Object.entries(outputs).filter(([name]) => !name.startsWith('PublishOutput')),
  );
  const outputs = Object.fromEntries(published);
  const { ApiUrl: apiUrl } = outputs;
  if (apiUrl === undefined) throw new CommandError('No stack has an output ApiUrl.');
  return { apiUrl, bus: busName(stage), queue: queueName(stage, 'purchases'), outputs };
};

/** Requests a token from the stage's user pool, as the smoke-test client of its stack. */
export type StageToken = (
  outputs: StageAddresses['outputs'],
  region: string,
) => Promise<string | undefined>;

/**
 * Requests a token for both buyer and admin. Uses the deployer's credentials, so no secret is copied.
 *
 * @returns undefined for a stage with another issuer
 * @throws CommandError if the client's secret cannot be read, or no token is granted
 */
export const stageToken: StageToken = async (outputs, region) => {
  const { UserPoolId, SmokeClientId: id, TokenUrl: url } = outputs;
  if (UserPoolId === undefined || id === undefined || url === undefined) return undefined;
  const secret = await readClientSecret({ UserPoolId, ClientId: id }, region);
  return await requestToken({ url, id, secret }, true);
};

const readClientSecret = async (
  client: { readonly UserPoolId: string; readonly ClientId: string },
  region: string,
): Promise<string> => {
  const cognito = new CognitoIdentityProviderClient({ region });
  try {
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(client));
    return known(UserPoolClient?.ClientSecret, 'secret of the smoke client');
  } catch (cause) {
    throw new CommandError(
      'The stage is deployed, but the secret of its smoke-test client cannot be read. It needs the permission cognito-idp:DescribeUserPoolClient.',
      { cause },
    );
  } finally {
    cognito.destroy();
  }
};
