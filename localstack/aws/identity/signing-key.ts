import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readOrCreateFile } from './private-files.ts';

/** API Gateway's JWT authorizer accepts only RSA-based algorithms. */
export const SIGNING_ALGORITHM = 'RS256';

/** Loads the private key that signs local tokens. The first call creates it in the folder. */
export const loadSigningKey = async (folder: string): Promise<JWK> => {
  const text = await readOrCreateFile(join(folder, 'signing-key.json'), createSigningKey);
  return JSON.parse(text);
};

const createSigningKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ ...jwk, kid, alg: SIGNING_ALGORITHM, use: 'sig' });
};

/** Returns the public part of an RSA key. */
export const extractPublicKey = ({ kty, n, e, kid, alg, use }: JWK): JWK =>
  ({ kty, n, e, kid, alg, use }) as JWK;
