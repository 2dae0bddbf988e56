import {
  DeleteSecretCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/**
 * Deletes a secret that outlived its stack, at once: while it could still be recovered, its name would
 * be taken, and the stage could not be deployed again.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 *
 * @returns its name, or none where it was not there
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
