import { createHmac } from 'node:crypto';

/**
 * Creates the header `stripe-signature`. While a secret is replaced, there is a signature of each.
 * Source: https://docs.stripe.com/webhooks#verify-manually
 *
 * @param secrets at least one
 * @param seconds since 1970
 */
export const createSignature = (
  payload: string,
  secrets: readonly string[],
  seconds: number,
): string => {
  const signatures = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex'),
  );
  return [`t=${seconds}`, ...signatures.map((signature) => `v1=${signature}`)].join(',');
};
