import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { UnreadableFileError } from '../local-aws-error.ts';
import { readOrCreateFile } from './private-files.ts';

/** API Gateway's JWT authorizer accepts only RSA-based algorithms. */
export const SIGNING_ALGORITHM = 'RS256';

/**
 * Loads the private key that signs local tokens. The first call creates it in the folder.
 *
 * @throws UnreadableFileError; UnusableFolderError
 */
export const loadSigningKey = async (folder: string): Promise<JWK> => {
  const file = join(folder, 'signing-key.json');
  const text = await readOrCreateFile(file, createSigningKey);
  try {
    const key = JSON.parse(text);
    const imported = await importJWK(key, SIGNING_ALGORITHM);
    if (imported instanceof Uint8Array || imported.type !== 'private')
      throw new TypeError('No private key');
    return key;
  } catch (error) {
    // The cause can quote the key.
    const cause = error instanceof Error ? error.name : typeof error;
    throw new UnreadableFileError(
      file,
      `The key that signs local tokens, ${file}, cannot be read. Delete the file to make a new key; tokens that were issued before are then refused.`,
      { cause },
    );
  }
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
