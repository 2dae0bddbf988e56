import type { PreTokenGenerationHostedAuthV2TriggerEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { suppressAdminScope } from './pre-token.ts';

type Asking = { readonly groups?: unknown; readonly scopes: readonly string[] };

/** Makes an event of version 2, as Cognito sends it. */
const eventOf = ({ groups, scopes }: Asking): PreTokenGenerationHostedAuthV2TriggerEvent => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_example',
  userName: 'alice',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  request: {
    userAttributes: { sub: 'alice' },
    groupConfiguration: {
      groupsToOverride: groups as string[],
      iamRolesToOverride: [],
    },
    scopes: [...scopes],
  },
  response: { claimsAndScopeOverrideDetails: {} },
});

/** The scopes of the access token, as Cognito computes them from the requested scopes and the response. */
async function granted(asking: Asking): Promise<readonly string[]> {
  const { response } = await suppressAdminScope(eventOf(asking));
  const { scopesToAdd = [], scopesToSuppress = [] } =
    response.claimsAndScopeOverrideDetails.accessTokenGeneration ?? {};
  return [...asking.scopes, ...scopesToAdd].filter((scope) => !scopesToSuppress.includes(scope));
}

const BUY = ['openid', 'willcall/buy'];
const ALL = [...BUY, 'willcall/admin'];

describe('before a token is signed', () => {
  it.each([
    { who: 'a buyer who requests the buy scope', groups: [], scopes: BUY, has: BUY },
    { who: 'a buyer who requests every scope', groups: [], scopes: ALL, has: BUY },
    {
      who: 'a buyer who requests the admin scope',
      groups: [],
      scopes: ['willcall/admin'],
      has: [],
    },
    { who: 'a user without a list of groups', groups: undefined, scopes: ALL, has: BUY },
    { who: 'a user with null as groups', groups: null, scopes: ALL, has: BUY },
    { who: 'a member of another group', groups: ['press'], scopes: ALL, has: BUY },
    {
      who: 'a member of groups with similar names',
      groups: ['Staff', 'staff '],
      scopes: ALL,
      has: BUY,
    },
    { who: 'a member of the staff', groups: ['staff'], scopes: ALL, has: ALL },
    {
      who: 'a member of the staff and of another group',
      groups: ['press', 'staff'],
      scopes: ALL,
      has: ALL,
    },
    {
      who: 'a member of the staff who requests the buy scope',
      groups: ['staff'],
      scopes: BUY,
      has: BUY,
    },
    { who: 'a member of the staff who requests no scope', groups: ['staff'], scopes: [], has: [] },
  ])('$who gets $has of $scopes', async ({ groups, scopes, has }) => {
    expect(await granted({ groups, scopes })).toEqual(has);
  });

  it('the rest of the event goes back to Cognito unchanged', async () => {
    const event = eventOf({ groups: ['staff'], scopes: ALL });
    const { response: _, ...rest } = event;
    expect(await suppressAdminScope(event)).toMatchObject(rest);
  });

  it('the ID token is not changed and never has a scope', async () => {
    const { response } = await suppressAdminScope(eventOf({ groups: ['staff'], scopes: ALL }));
    expect(response.claimsAndScopeOverrideDetails).not.toHaveProperty('idTokenGeneration');
  });

  it.each(['staff', [1], { staff: true }])('no token is issued if groups is %j', async (groups) => {
    await expect(suppressAdminScope(eventOf({ groups, scopes: ALL }))).rejects.toThrow();
  });
});
