import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { onceWrittenFile } from './once-written-file.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

/** The only algorithm that API Gateway's JWT authorizer accepts is RSA based; ours is this one. */
export const SIGNING_ALGORITHM = 'RS256';

/** The private key that signs local tokens, made on first use. */
export const signingKey = async (stateFolder: string = DEFAULT_STATE_FOLDER): Promise<JWK> => {
  const text = await onceWrittenFile(join(stateFolder, 'signing-key.json'), newSigningKey);
  return JSON.parse(text);
};

const newSigningKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ ...jwk, kid, alg: SIGNING_ALGORITHM, use: 'sig' });
};
