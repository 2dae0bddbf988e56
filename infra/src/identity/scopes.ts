import { ADMIN_SCOPE, BUY_SCOPE, type RouteAccess } from '@willcall/contracts';
import type { Identity } from '../configuration/stage-configuration.ts';

/** The group whose members get the admin scope. Only an administrator of the user pool can add members. */
export const STAFF_GROUP = 'staff';

/** The user pool's resource server, which is the part of a scope before the slash. */
export const RESOURCE_SERVER = 'willcall';

const removeResourceServer = (scope: string): string => scope.slice(`${RESOURCE_SERVER}/`.length);

/** The scopes that each app asks for. Only the staff's may ask for the one of an admin. */
export const clientScopes = {
  buyers: [BUY_SCOPE],
  staff: [BUY_SCOPE, ADMIN_SCOPE],
} as const;

/** The scopes as Cognito defines them, without the resource server. */
export const scopeDefinitions = [
  {
    scopeName: removeResourceServer(BUY_SCOPE),
    scopeDescription: 'Buy tickets, and see what one bought',
  },
  { scopeName: removeResourceServer(ADMIN_SCOPE), scopeDescription: 'Run shows' },
] as const;

/**
 * The scopes of which a token needs at least one. API Gateway accepts Cognito's ID tokens as access
 * tokens, because their `aud` is the client's id, but only access tokens have scopes. So each route with
 * an authorizer requires a scope if the user pool is ours. Buyers of another issuer need no scope: its
 * `audience` must be the API's own, which ID tokens do not have.
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
      // Staff may read buyers' purchases.
      return identity === 'cognito' ? [BUY_SCOPE, ADMIN_SCOPE] : [];
  }
}
