import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { inject } from 'vitest';

/** The signing key of this run, which only the issuer has. */
export const readIssuerKey = async (): Promise<JWK> =>
  JSON.parse(await readFile(join(inject('stateFolder'), 'signing-key.json'), 'utf8'));

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Claims that the gateway accepts. A test breaks one of them. */
export const validClaims = (user: string): JWTPayload => ({
  iss: 'https://willcall.local',
  aud: 'willcall',
  sub: user,
  iat: inSeconds(-60),
  exp: inSeconds(600),
});

export const moment = { ago: (seconds: number) => inSeconds(-seconds), ahead: inSeconds };

/** Signs any claims with any key. A JWK's own id goes into the header, as the gateway requires. */
export const signToken = async (
  claims: JWTPayload,
  key: CryptoKey | JWK | Uint8Array,
  alg = 'RS256',
): Promise<string> => {
  const { kid } = key as JWK;
  const usable = 'kty' in key ? await importJWK(key as JWK, alg) : (key as CryptoKey | Uint8Array);
  return await new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid !== undefined && { kid }) })
    .sign(usable);
};
