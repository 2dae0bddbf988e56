import { importJWK, type JWK, SignJWT } from 'jose';
import { SIGNING_ALGORITHM } from './signing-key.ts';

/** The issuer and the audience of tokens. */
export type TokenIssuer = { readonly issuer: string; readonly audience: string };

type TokenClaims = TokenIssuer & {
  readonly subject: string;
  readonly scope?: string | undefined;
  readonly expiresInSeconds: number;
};

/** Signs a token as Cognito does, for a gateway that has the public key. */
export const signToken = async (key: JWK, claims: TokenClaims): Promise<string> => {
  const { issuer, audience, subject, scope, expiresInSeconds } = claims;
  const now = Math.floor(Date.now() / 1000);
  return await new SignJWT(scope === undefined ? {} : { scope })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'JWT', ...(key.kid && { kid: key.kid }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(await importJWK(key, SIGNING_ALGORITHM));
};
