import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished } from 'vitest';
import { deleteUserPools } from './delete-user-pools.ts';

type Pool = { readonly Name: string; readonly Id: string };

/** What Cognito answers of these pools, a page of one at a time; and what else it was asked. */
const cognito = async (pools: readonly Pool[]) => {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    const input = (await json(request)) as { NextToken?: string };
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (operation !== 'ListUserPools') {
      asked.push([operation, input]);
      response.end('{}');
      return;
    }
    const page = Number(input.NextToken ?? 0);
    const NextToken = page + 1 < pools.length ? String(page + 1) : undefined;
    response.end(JSON.stringify({ UserPools: pools.slice(page, page + 1), NextToken }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new CognitoIdentityProviderClient({
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

it('the pool of a stage is deleted, protected or not, and no other', async () => {
  const { client, asked } = await cognito([
    { Name: 'willcall-dev-2', Id: 'other' },
    { Name: 'willcall-dev', Id: 'mine' },
    { Name: 'willcall-prod', Id: 'precious' },
  ]);
  expect(await deleteUserPools(client, 'dev')).toEqual(['willcall-dev (user pool mine)']);
  expect(asked).toEqual([
    ['UpdateUserPool', { UserPoolId: 'mine', DeletionProtection: 'INACTIVE' }],
    ['DeleteUserPool', { UserPoolId: 'mine' }],
  ]);
});

it('a stage without one has nothing to delete', async () => {
  const { client, asked } = await cognito([]);
  expect(await deleteUserPools(client, 'dev')).toEqual([]);
  expect(asked).toEqual([]);
});
