import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CommandError } from '../command/command-error.ts';
import { grantedToken } from '../smoke/granted-token.ts';
import type { StageAddresses } from './stage-addresses.ts';

/** Asks the stage's own user pool for a token, as the client that its stack has made for smoke tests. */
export type StageToken = (
  outputs: StageAddresses['outputs'],
  region: string,
) => Promise<string | undefined>;

/**
 * A token for both buyer and admin, by the credentials of whoever deploys: nobody has to copy a secret.
 *
 * @returns undefined for a stage that believes another issuer
 * @throws CommandError when the client's secret cannot be read, or no token is granted
 */
export const stageToken: StageToken = async (outputs, region) => {
  const { UserPoolId, SmokeClientId: id, TokenUrl: url } = outputs;
  if (UserPoolId === undefined || id === undefined || url === undefined) return undefined;
  const secret = await secretOf({ UserPoolId, ClientId: id }, region);
  return await grantedToken({ url, id, secret }, true);
};

const secretOf = async (
  client: { readonly UserPoolId: string; readonly ClientId: string },
  region: string,
): Promise<string> => {
  const cognito = new CognitoIdentityProviderClient({ region });
  try {
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(client));
    return UserPoolClient?.ClientSecret ?? '';
  } catch (cause) {
    throw new CommandError(
      'The stage is deployed, but the secret of its smoke client cannot be read: cognito-idp:DescribeUserPoolClient is what that takes.',
      { cause },
    );
  } finally {
    cognito.destroy();
  }
};
