import { ADMIN_SCOPE, type RouteAccess } from '@willcall/contracts';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../identity/issuer.ts';
import { SIGNING_ALGORITHM } from '../identity/signing-key.ts';
import { claimStrings, tokenScopes } from './claims.ts';

export type JwtClaims = {
  readonly claims: Record<string, string>;
  /** The route's scopes that the token has; null where the route asks for none, as AWS does. */
  readonly scopes: string[] | null;
};

export type Authorization =
  | { readonly verdict: 'allowed'; readonly jwt?: JwtClaims }
  | { readonly verdict: 'unauthorized' }
  | { readonly verdict: 'forbidden' };

export type Authorize = (
  access: RouteAccess,
  authorization: string | undefined,
) => Promise<Authorization>;

/**
 * API Gateway's JWT authorizer against a local key set.
 * Its rules: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const jwtAuthorizer = (keys: JSONWebKeySet): Authorize => {
  const keySet = createLocalJWKSet(keys);
  const verified = async (token: string): Promise<JWTPayload | undefined> => {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: [SIGNING_ALGORITHM],
        issuer: LOCAL_ISSUER,
        requiredClaims: ['exp'],
      });
      return isForUs(payload) && !isFromTheFuture(payload) ? payload : undefined;
    } catch {
      return undefined;
    }
  };
  return async (access, authorization) => {
    if (access === 'anybody') return { verdict: 'allowed' };
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    const payload = token === undefined ? undefined : await verified(token);
    if (payload === undefined) return { verdict: 'unauthorized' };
    const claims = claimStrings(payload);
    if (access === 'buyer') return { verdict: 'allowed', jwt: { claims, scopes: null } };
    if (!tokenScopes(payload).includes(ADMIN_SCOPE)) return { verdict: 'forbidden' };
    return { verdict: 'allowed', jwt: { claims, scopes: [ADMIN_SCOPE] } };
  };
};

/** `client_id` counts only where there is no `aud`. */
const isForUs = ({ aud, client_id }: JWTPayload): boolean =>
  [aud ?? client_id].flat().includes(LOCAL_AUDIENCE);

const isFromTheFuture = ({ iat }: JWTPayload): boolean =>
  iat !== undefined && iat > Date.now() / 1000;
