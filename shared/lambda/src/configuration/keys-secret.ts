import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from './aws-client.ts';
import type { CommonEnvironment } from './environment.ts';
import { KeysUnavailableError } from './keys-unavailable-error.ts';

/**
 * Reads the text of a secret. The SDK is imported when the first one is: whoever takes the keys from
 * elsewhere never loads it.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @throws KeysUnavailableError whatever went wrong: a permission that was just given takes a while too.
 */
export function keysSecret(
  secretId: string,
  environment: CommonEnvironment,
): (signal: AbortSignal) => Promise<string> {
  let client: SecretsManagerClient | undefined;
  return async (abortSignal) => {
    try {
      const sdk = await import('@aws-sdk/client-secrets-manager');
      client ??= new sdk.SecretsManagerClient(awsClient(environment, 'SECRETS_MANAGER'));
      const read = new sdk.GetSecretValueCommand({ SecretId: secretId });
      const { SecretString } = await client.send(read, { abortSignal });
      if (SecretString !== undefined) return SecretString;
    } catch (cause) {
      throw new KeysUnavailableError('The secret of the purchase id keys was not read', { cause });
    }
    throw new KeysUnavailableError('The secret of the purchase id keys holds no text');
  };
}
