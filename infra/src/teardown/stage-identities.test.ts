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
 * A client of a service that speaks AWS's JSON protocol and that no local AWS has, before a server that
 * answers as the test says; and what it was asked. What is thrown is answered as an error of its name.
 */
const answeringAws = async <Client extends { destroy(): void }>(
  ServiceClient: new (settings: Settings) => Client,
  answer: (operation: string, input: Input) => object,
) => {
  const asked: [string, Input][] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = (await json(request)) as Input;
    asked.push([operation, input]);
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
  return { client, asked };
};

type Pool = { readonly Name: string; readonly Id: string };

/** A Cognito with these pools, which it lists a page of one at a time. */
const cognito = (pools: readonly Pool[]) =>
  answeringAws(CognitoIdentityProviderClient, (operation, input) => {
    if (operation !== 'ListUserPools') return {};
    const page = Number(input.NextToken ?? 0);
    const NextToken = page + 1 < pools.length ? String(page + 1) : undefined;
    return { UserPools: pools.slice(page, page + 1), NextToken };
  });

it('the pool of a stage is deleted, protected or not, and no other', async () => {
  const { client, asked } = await cognito([
    { Name: 'willcall-dev-2', Id: 'other' },
    { Name: 'willcall-dev', Id: 'mine' },
    { Name: 'willcall-prod', Id: 'precious' },
  ]);
  expect(await deleteUserPools(client, 'dev')).toEqual(['willcall-dev (user pool mine)']);
  expect(asked.filter(([operation]) => operation !== 'ListUserPools')).toEqual([
    ['UpdateUserPool', { UserPoolId: 'mine', DeletionProtection: 'INACTIVE' }],
    ['DeleteUserPool', { UserPoolId: 'mine' }],
  ]);
});

it('a stage without one has nothing to delete', async () => {
  const { client, asked } = await cognito([]);
  expect(await deleteUserPools(client, 'dev')).toEqual([]);
  expect(asked).toHaveLength(1);
});

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

it('reports a secret that may not be deleted', async () => {
  const { client } = await refusing('AccessDeniedException');
  await expect(deleteSecret(client, 'keys')).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});
