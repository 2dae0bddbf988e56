import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onceWrittenFile } from './once-written-file.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

/** The length of HMAC-SHA-256's output: a longer key adds nothing. */
const KEY_BYTES = 32;

/**
 * The file with the keys that purchase ids are made with, `{"current", "previous"?}`; made on first
 * use. Its path is what the functions get as PURCHASE_ID_KEYS_FILE.
 */
export const purchaseIdKeysFile = async (
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<string> => {
  const path = join(stateFolder, 'purchase-id-keys.json');
  const current = () => randomBytes(KEY_BYTES).toString('base64url');
  await onceWrittenFile(path, async () => JSON.stringify({ current: current() }));
  return path;
};
