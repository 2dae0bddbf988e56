import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPurchaseIdKeysReader } from '@willcall/lambda';
import { readOrCreateFile } from '../aws/identity/private-files.ts';
import { loadSigningKey } from '../aws/identity/signing-key.ts';
import { LOCAL_REGION } from '../aws/local-account.ts';
import { UnreadableFileError } from '../aws/local-aws-error.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

/** The output length of HMAC-SHA-256. A longer key adds no security. */
const KEY_BYTES = 32;

/**
 * Creates the file with the keys for purchase ids, `{"current", "previous"?}`, or checks the existing
 * one, and returns its path. The functions get the path as PURCHASE_ID_KEYS_FILE.
 *
 * @throws UnreadableFileError; UnusableFolderError
 */
export const createPurchaseIdKeysFile = async (
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<string> => {
  const path = join(stateFolder, 'purchase-id-keys.json');
  const current = () => randomBytes(KEY_BYTES).toString('base64url');
  await readOrCreateFile(path, async () => JSON.stringify({ current: current() }));
  await createPurchaseIdKeysReader({
    WILLCALL_BACKEND: 'embedded',
    AWS_REGION: LOCAL_REGION,
    PURCHASE_ID_KEYS_FILE: path,
  })().catch((cause: unknown) => {
    throw new UnreadableFileError(
      path,
      `The keys of purchase ids, ${path}, cannot be read. Restore the file from a copy, or delete it to make new keys; a purchase that was made before and is sent again then counts as a new one.`,
      { cause },
    );
  });
  return path;
};

/** Creates the keys of a stack, or checks them, before anything is started. @throws LocalAwsError */
export const prepareKeys = async (stateFolder: string = DEFAULT_STATE_FOLDER): Promise<void> => {
  await createPurchaseIdKeysFile(stateFolder);
  await loadSigningKey(stateFolder);
};
