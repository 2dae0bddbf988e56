import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
import { writePrivateFile } from '../../aws/identity/private-files.ts';
import { hasCode } from '../../aws/process/make-folder.ts';

/** The keys of a payment provider, as the functions read them. */
const PaymentKeys = z.object({
  secretKey: z.string(),
  publishableKey: z.string(),
  /** What signs the webhooks. Two while one is replaced. */
  webhookSecrets: z.array(z.string()).min(1).max(2),
});
export type PaymentKeys = z.infer<typeof PaymentKeys>;

/** Writes the file that the functions get as PAYMENT_KEYS_FILE. Its readers see it whole or not at all. */
export const writePaymentKeys = (
  file: string,
  { secretKey, publishableKey, webhookSecrets }: PaymentKeys,
): Promise<void> =>
  writePrivateFile(file, JSON.stringify({ secretKey, publishableKey, webhookSecrets }));

const SIGNS_NOTHING = 'whsec_none_';

/** A secret for functions that need their keys before there is a webhook endpoint. Nobody has signed with it. */
export const makeUnusedSecret = (): string => `${SIGNS_NOTHING}${randomUUID()}`;

/** Whether the secrets are those of a webhook endpoint. */
export const hasEndpoint = ({ webhookSecrets }: PaymentKeys): boolean =>
  !webhookSecrets.some((secret) => secret.startsWith(SIGNS_NOTHING));

/** Reads the file. Undefined if it is missing or broken. */
export const readPaymentKeys = async (file: string): Promise<PaymentKeys | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  return PaymentKeys.safeParse(parseJson(text)).data;
};
