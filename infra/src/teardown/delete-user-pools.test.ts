import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { answeringAws } from './answering-aws.fixture.ts';
import { deleteUserPools } from './delete-user-pools.ts';

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
