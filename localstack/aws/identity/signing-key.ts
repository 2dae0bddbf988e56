import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readOrCreateFile } from './private-files.ts';

/** The only algorithm that API Gateway's JWT authorizer accepts is RSA based; ours is this one. */
export const SIGNING_ALGORITHM = 'RS256';

/** The private key that signs local tokens, made on first use and kept in the folder. */
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

/** The part of an RSA key that verifies, and nothing of what signs. */
export const extractPublicKey = ({ kty, n, e, kid, alg, use }: JWK): JWK =>
  ({ kty, n, e, kid, alg, use }) as JWK;
