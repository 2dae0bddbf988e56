import { ADMIN_SCOPE } from '@willcall/contracts';
import { importJWK, SignJWT } from 'jose';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from './issuer.ts';
import { SIGNING_ALGORITHM, signingKey } from './signing-key.ts';

export type TokenRequest = {
  /** The token's `sub`: whose purchases these are. */
  readonly user: string;
  readonly admin?: boolean | undefined;
  readonly expiresInSeconds?: number | undefined;
};

/** Half a day: longer than a working session, so that a copied token does not end in its middle. */
const DEFAULT_LIFETIME_SECONDS = 12 * 60 * 60;

/**
 * Signs a token that the local gateway accepts.
 *
 * @example
 * const token = await issueToken({ user: 'alice' });
 * await fetch(`${url}/v1/purchases/${id}`, { headers: { authorization: `Bearer ${token}` } });
 */
export const issueToken = async (request: TokenRequest, stateFolder?: string): Promise<string> => {
  const key = await signingKey(stateFolder);
  const now = Math.floor(Date.now() / 1000);
  return await new SignJWT(request.admin ? { scope: ADMIN_SCOPE } : {})
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'JWT', ...(key.kid && { kid: key.kid }) })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setSubject(request.user)
    .setIssuedAt(now)
    .setExpirationTime(now + (request.expiresInSeconds ?? DEFAULT_LIFETIME_SECONDS))
    .sign(await importJWK(key, SIGNING_ALGORITHM));
};
