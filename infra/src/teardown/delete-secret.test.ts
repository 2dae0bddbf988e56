import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { answeringAws } from './answering-aws.fixture.ts';
import { deleteSecret } from './delete-secret.ts';

it('a secret is deleted at once, so that its name is free for the next deployment', async () => {
  const { client, asked } = await answeringAws(SecretsManagerClient, () => ({}));
  expect(await deleteSecret(client, 'keys')).toEqual(['keys']);
  expect(asked).toEqual([['DeleteSecret', { SecretId: 'keys', ForceDeleteWithoutRecovery: true }]]);
});

/** A Secrets Manager that refuses with an error of this name. */
const refusing = (name: string) =>
  answeringAws(SecretsManagerClient, () => {
    throw Object.assign(new Error(name), { name });
  });

it('a secret that is not there has been deleted before', async () => {
  const { client } = await refusing('ResourceNotFoundException');
  expect(await deleteSecret(client, 'keys')).toEqual([]);
});

it('a secret that may not be deleted is told of', async () => {
  const { client } = await refusing('AccessDeniedException');
  await expect(deleteSecret(client, 'keys')).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});
