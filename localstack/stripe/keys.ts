import { join } from 'node:path';
import * as z from 'zod';
import { readOrCreateFile } from '../aws/identity/private-files.ts';
import { parseJson } from '../aws/json.ts';
import { UnreadableFileError } from '../aws/local-aws-error.ts';
import { createRandomText } from './ids.ts';

const Keys = z.strictObject({
  secretKey: z.string().startsWith('sk_test_'),
  publishableKey: z.string().startsWith('pk_test_'),
});

export type Keys = z.infer<typeof Keys>;

/** Tells a key of the local Stripe from one that Stripe has issued. */
const MARK = 'local';

const KEY_LENGTH = 32;

/**
 * Loads the API keys of a folder. The first call creates them.
 *
 * @throws UnreadableFileError; UnusableFolderError
 */
export const loadKeys = async (folder: string): Promise<Keys> => {
  const file = join(folder, 'keys.json');
  const keys = Keys.safeParse(parseJson(await readOrCreateFile(file, createKeys))).data;
  if (keys !== undefined) return keys;
  throw new UnreadableFileError(
    file,
    `The API keys of the local Stripe, ${file}, cannot be read. Delete the file to make new keys.`,
  );
};

const createKeys = async (): Promise<string> =>
  JSON.stringify({
    secretKey: `sk_test_${MARK}${createRandomText(KEY_LENGTH)}`,
    publishableKey: `pk_test_${MARK}${createRandomText(KEY_LENGTH)}`,
  } satisfies Keys);
