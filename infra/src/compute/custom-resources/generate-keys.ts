import { randomBytes } from 'node:crypto';
import { answerCloudFormation, type ResourceHandler } from './answer-cloudformation.ts';

/** The length of HMAC-SHA-256's output. A longer key is not stronger. */
const KEY_BYTES = 32;

/** Generates keys of purchase ids in the format that the functions read. */
export const generateKeys: ResourceHandler = async () => ({
  id: 'purchase-id-keys',
  data: { keys: JSON.stringify({ current: randomBytes(KEY_BYTES).toString('base64url') }) },
});

export const handler = answerCloudFormation(generateKeys);
