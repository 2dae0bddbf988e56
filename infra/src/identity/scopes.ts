import { ADMIN_SCOPE, BUY_SCOPE, type RouteAccess } from '@willcall/contracts';
import type { Identity } from '../configuration/stage-configuration.ts';

/** The group whose members are given the admin scope. Only an administrator of the user pool can add one. */
export const STAFF_GROUP = 'staff';

/** The resource server in the user pool: the part of a scope before its slash. */
export const RESOURCE_SERVER = 'willcall';

const removeResourceServer = (scope: string): string => scope.slice(`${RESOURCE_SERVER}/`.length);

/** The scopes as Cognito defines them, without the resource server. */
export const scopeDefinitions = [
  {
    scopeName: removeResourceServer(BUY_SCOPE),
    scopeDescription: 'Buy tickets, and see what one bought',
  },
  { scopeName: removeResourceServer(ADMIN_SCOPE), scopeDescription: 'Run shows' },
] as const;

/**
 * The scopes of which a token needs one. API Gateway takes a Cognito ID token for an access token, as
 * its `aud` is the client's id; but only access tokens have scopes. So each route with an
 * authorizer asks for one where the user pool is ours and grants it. Another issuer's buyers need
 * none: its `audience` must be the API's own, which no ID token has.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function findRequiredScopes(
  access: Exclude<RouteAccess, 'anybody'>,
  identity: Identity['kind'],
): readonly string[] {
  switch (access) {
    case 'admin':
      return [ADMIN_SCOPE];
    case 'buyer':
      // Staff may look at what a buyer has bought.
      return identity === 'cognito' ? [BUY_SCOPE, ADMIN_SCOPE] : [];
  }
}
