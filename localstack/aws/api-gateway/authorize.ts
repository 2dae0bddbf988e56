import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { TokenIssuer } from '../identity/sign-token.ts';
import { SIGNING_ALGORITHM } from '../identity/signing-key.ts';
import type { GatewayRoute } from './match-route.ts';

export type JwtClaims = {
  readonly claims: Record<string, string>;
  /** The scopes of the route that the token has. Null if the route requires none, as on AWS. */
  readonly scopes: string[] | null;
};

type Authorization =
  | { readonly verdict: 'allowed'; readonly jwt?: JwtClaims }
  | { readonly verdict: 'unauthorized' }
  | { readonly verdict: 'forbidden' };

export type AuthorizerOptions = TokenIssuer & {
  /** The public keys that verify tokens. */
  readonly keys: JSONWebKeySet;
};

/** @param authorization every value of the header. More than one is refused: it is unclear which counts. */
export type Authorize = (
  scopes: GatewayRoute['scopes'],
  authorization: readonly string[],
) => Promise<Authorization>;

/**
 * Creates API Gateway's JWT authorizer for a local key set.
 * Its rules: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const createJwtAuthorizer = ({ keys, issuer, audience }: AuthorizerOptions): Authorize => {
  const keySet = createLocalJWKSet(keys);
  const verify = async (token: string): Promise<JWTPayload | undefined> => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keySet, {
        algorithms: [SIGNING_ALGORITHM],
        issuer,
        requiredClaims: ['exp'],
      });
      return protectedHeader.kid !== undefined &&
        isForAudience(audience, payload) &&
        hasValidSubject(payload) &&
        !isFromTheFuture(payload)
        ? payload
        : undefined;
    } catch {
      return undefined;
    }
  };
  return async (scopes, authorization) => {
    if (scopes === undefined) return { verdict: 'allowed' };
    const [header = ''] = authorization.length === 1 ? authorization : [];
    const token = /^Bearer (\S+)$/i.exec(header)?.[1];
    const payload = token === undefined ? undefined : await verify(token);
    if (payload === undefined) return { verdict: 'unauthorized' };
    const claims = formatClaims(payload);
    if (scopes.length === 0) return { verdict: 'allowed', jwt: { claims, scopes: null } };
    const granted = readScopes(payload);
    const found = scopes.filter((scope) => granted.includes(scope));
    if (found.length === 0) return { verdict: 'forbidden' };
    return { verdict: 'allowed', jwt: { claims, scopes: found } };
  };
};

/** `client_id` applies only if there is no `aud`. An `aud` of null is there, and is no audience. */
const isForAudience = (audience: string, payload: JWTPayload): boolean =>
  ['aud' in payload ? payload.aud : payload.client_id].flat().includes(audience);

/** RFC 7519, 4.1.2: a subject is a string. A list or null must not become the name of a user. */
const hasValidSubject = (payload: JWTPayload): boolean =>
  !('sub' in payload) || typeof payload.sub === 'string';

const isFromTheFuture = ({ iat }: JWTPayload): boolean =>
  iat !== undefined && iat > Date.now() / 1000;

/**
 * Formats claims as API Gateway does: every value is a string, a list is `[a b]`, and a claim that is null is
 * left out. Measured on AWS: https://github.com/floci-io/floci/pull/2011
 */
const formatClaims = (payload: JWTPayload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(payload)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, formatClaim(value)] as const),
  );

const formatClaim = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(formatClaim).join(' ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
};

/** Reads the scopes of a token: `scope` and `scp`, each a text with spaces or a list. */
const readScopes = ({ scope, scp }: JWTPayload): readonly string[] =>
  [scope, scp].flat().flatMap((granted) => (typeof granted === 'string' ? granted.split(' ') : []));
