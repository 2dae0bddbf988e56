import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it, onTestFinished } from 'vitest';
import { deleteSecret, deleteUserPools } from './stage-identities.ts';

type Input = Readonly<Record<string, unknown>>;

type Settings = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * A client of a service with AWS's JSON protocol that no local AWS has. Its server answers with
 * `answer`, returns a thrown error under its name, and records the requests.
 */
const answeringAws = async <Client extends { destroy(): void }>(
  ServiceClient: new (settings: Settings) => Client,
  answer: (operation: string, input: Input) => object,
) => {
  const requests: [string, Input][] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = (await json(request)) as Input;
    requests.push([operation, input]);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      response.end(JSON.stringify(answer(operation, input)));
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: (error as Error).name }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ServiceClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  return { client, requests };
};

type Pool = { readonly Name: string; readonly Id: string };

/** A Cognito with these pools. Each page of its list has one pool. */
const cognito = (pools: readonly Pool[]) =>
  answeringAws(CognitoIdentityProviderClient, (operation, input) => {
    if (operation !== 'ListUserPools') return {};
    const page = Number(input.NextToken ?? 0);
    const NextToken = page + 1 < pools.length ? String(page + 1) : undefined;
    return { UserPools: pools.slice(page, page + 1), NextToken };
  });

it('deletes only the user pool of the stage, even if it is protected', async () => {
  const { client, requests } = await cognito([
    { Name: 'willcall-dev-2', Id: 'other' },
    { Name: 'willcall-dev', Id: 'mine' },
    { Name: 'willcall-prod', Id: 'precious' },
  ]);
  expect(await deleteUserPools(client, 'dev')).toEqual(['willcall-dev (user pool mine)']);
  expect(requests.filter(([operation]) => operation !== 'ListUserPools')).toEqual([
    ['UpdateUserPool', { UserPoolId: 'mine', DeletionProtection: 'INACTIVE' }],
    ['DeleteUserPool', { UserPoolId: 'mine' }],
  ]);
});

it('deletes nothing for a stage without a user pool', async () => {
  const { client, requests } = await cognito([]);
  expect(await deleteUserPools(client, 'dev')).toEqual([]);
  expect(requests).toHaveLength(1);
});

it('deletes a secret at once, so that the next deployment can reuse its name', async () => {
  const { client, requests } = await answeringAws(SecretsManagerClient, () => ({}));
  expect(await deleteSecret(client, 'keys')).toEqual(['keys']);
  expect(requests).toEqual([
    ['DeleteSecret', { SecretId: 'keys', ForceDeleteWithoutRecovery: true }],
  ]);
});

/** A Secrets Manager that answers with an error of this name. */
const refusing = (name: string) =>
  answeringAws(SecretsManagerClient, () => {
    throw Object.assign(new Error(name), { name });
  });

it('ignores a secret that does not exist', async () => {
  const { client } = await refusing('ResourceNotFoundException');
  expect(await deleteSecret(client, 'keys')).toEqual([]);
});

it('reports a secret that may not be deleted', async () => {
  const { client } = await refusing('AccessDeniedException');
  await expect(deleteSecret(client, 'keys')).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});
