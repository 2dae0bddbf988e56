import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ADMIN_SCOPE } from '@willcall/contracts';
import { readOrCreateFile } from '../aws/identity/private-files.ts';
import { signToken, type TokenIssuer } from '../aws/identity/sign-token.ts';
import { loadSigningKey } from '../aws/identity/signing-key.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

/** The issuer and audience of local tokens. Only the local gateway accepts them. */
export const LOCAL_ISSUER: TokenIssuer = {
  issuer: 'https://willcall.local',
  audience: 'willcall',
};

export type TokenRequest = {
  /** The `sub` of the token: the buyer. */
  readonly user: string;
  readonly admin?: boolean | undefined;
  readonly expiresInSeconds?: number | undefined;
};

/** Half a day, so that a copied token does not expire during a working session. */
const DEFAULT_LIFETIME_SECONDS = 12 * 60 * 60;

/**
 * Signs a token that the local gateway accepts.
 *
 * @example
 * const token = await issueToken({ user: 'alice' });
 * await fetch(`${url}/v1/purchases/${id}`, { headers: { authorization: `Bearer ${token}` } });
 */
export const issueToken = async (
  { user, admin, expiresInSeconds = DEFAULT_LIFETIME_SECONDS }: TokenRequest,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<string> =>
  await signToken(await loadSigningKey(stateFolder), {
    ...LOCAL_ISSUER,
    subject: user,
    scope: admin ? ADMIN_SCOPE : undefined,
    expiresInSeconds,
  });

/** The output length of HMAC-SHA-256. A longer key adds no security. */
const KEY_BYTES = 32;

/**
 * Creates the file with the keys for purchase ids, `{"current", "previous"?}`, unless it exists, and
 * returns its path. The functions get the path as PURCHASE_ID_KEYS_FILE.
 */
export const createPurchaseIdKeysFile = async (
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<string> => {
  const path = join(stateFolder, 'purchase-id-keys.json');
  const current = () => randomBytes(KEY_BYTES).toString('base64url');
  await readOrCreateFile(path, async () => JSON.stringify({ current: current() }));
  return path;
};
