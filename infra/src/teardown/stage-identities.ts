import {
  type CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  paginateListUserPools,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteSecretCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { StageName } from '@willcall/topology';
import { userPoolName } from '../identity/user-pool.ts';

/** Cognito's maximum page size. */
const PAGE = 60;

/**
 * Deletes the user pools that outlived a stage's stack, with all their accounts, even if a pool is
 * protected. The stack MUST be deleted first: it owns the pool's domain, and Cognito does not delete a
 * pool that has a domain.
 *
 * @returns their names, each with its id
 * @throws errors of the SDK
 */
export const deleteUserPools = async (
  client: CognitoIdentityProviderClient,
  stage: StageName,
): Promise<string[]> => {
  const ids = await findUserPools(client, userPoolName(stage));
  for (const UserPoolId of ids) {
    // The update resets other settings to their defaults, but the pool is deleted anyway.
    await client.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
    await client.send(new DeleteUserPoolCommand({ UserPoolId }));
  }
  return ids.map((id) => `${userPoolName(stage)} (user pool ${id})`);
};

const findUserPools = async (
  client: CognitoIdentityProviderClient,
  name: string,
): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: PAGE })) {
    ids.push(...UserPools.flatMap(({ Name, Id }) => (Name === name && Id ? [Id] : [])));
  }
  return ids;
};

/**
 * Deletes a secret that outlived its stack, without a recovery period. During that period, its name
 * would be taken, and the stage could not be deployed again.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 *
 * @returns its name, or an empty list if it did not exist
 * @throws errors of the SDK
 */
export const deleteSecret = async (
  client: SecretsManagerClient,
  SecretId: string,
): Promise<string[]> => {
  try {
    await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    return [SecretId];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
};
