import { allRoutes, listMethods, type RouteAccess } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { findOnly, findResources, synthesizeEdge } from '../edge/edge.fixture.ts';
import { admits, findDeployedRoutes } from '../edge/routed.fixture.ts';

const { template, identity } = synthesizeEdge();
if (identity === undefined) throw new Error('The stage has no user pool');
/** A client's logical id, in place of the id that Cognito gives it. */
const clientId = (name: string): string => {
  const clients = Object.entries(findResources(identity, 'AWS::Cognito::UserPoolClient'));
  const found = clients.find(([, { Properties }]) => Properties.ClientName === name);
  if (found === undefined) throw new Error(`no client ${name}`);
  return found[0];
};
const buyers = clientId('willcall-test-buyers');
const staff = clientId('willcall-test-staff');
const smoke = clientId('willcall-test-smoke');

const accessOf = new Map(
  allRoutes.flatMap((route) =>
    listMethods(route).flatMap((method): [string, RouteAccess][] => [
      [`${method} ${route.path}`, route.access],
      [`${method} /v1${route.path}`, route.access],
    ]),
  ),
);
const guarded = findDeployedRoutes(template).filter(({ authorization }) => authorization === 'JWT');
/** The kinds of guarded routes that accept a token. */
const opened = (token: Parameters<typeof admits>[2]) =>
  new Set(
    guarded.filter((route) => admits(template, route, token)).map(({ key }) => accessOf.get(key)),
  );

describe('what the gateway lets through', () => {
  it('is a buyer’s access token, to the buyers’ routes', () => {
    expect(opened({ client_id: buyers, scope: 'openid willcall/buy' })).toEqual(new Set(['buyer']));
  });

  it.each([
    ['of the staff', staff],
    ['that the smoke test was granted', smoke],
  ])('is an access token %s, to every route', (_, client_id) => {
    const token = { client_id, scope: 'willcall/buy willcall/admin' };
    expect(opened(token)).toEqual(new Set(['buyer', 'admin']));
    expect(guarded.every((route) => admits(template, route, token))).toBe(true);
  });

  it.each([
    ['an ID token of a buyer', { aud: buyers }],
    ['an ID token of the staff', { aud: staff }],
    ['an access token without a willcall scope', { client_id: buyers, scope: 'openid' }],
    ['a token of the SDK’s sign-in', { client_id: buyers, scope: 'aws.cognito.signin.user.admin' }],
    ['a token for another app', { client_id: 'other', scope: 'willcall/buy willcall/admin' }],
  ])('is not %s, for any route with an authorizer', (_, token) => {
    expect(opened(token)).toEqual(new Set());
  });
});

describe('with another issuer', () => {
  const { template: foreign, identity: none } = synthesizeEdge({
    identity: { kind: 'issuer', issuer: 'https://login.example', audience: ['willcall-api'] },
  });

  it('its tokens are accepted, for the API’s own audience', () => {
    expect(findOnly(foreign, 'AWS::ApiGatewayV2::Authorizer').Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.example', Audience: ['willcall-api'] },
    });
  });

  it('admin routes still require the scope, and buyers’ routes accept any token', () => {
    for (const { key, authorization, scopes } of findDeployedRoutes(foreign)) {
      const access = accessOf.get(key);
      expect(authorization).toBe(access === 'anybody' ? 'NONE' : 'JWT');
      expect(scopes).toEqual(access === 'admin' ? ['willcall/admin'] : []);
    }
  });

  it('no user pool and no token trigger are made', () => {
    expect(none).toBeUndefined();
  });
});
