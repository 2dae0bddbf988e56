import { type StartedPayment, WillcallError } from '@willcall/client';
import { waitToRetry } from '../api/wait-to-retry.ts';
import { purchases } from '../api/willcall.ts';

/** Why a payment has not begun yet. The page tries again by itself. */
export type Delay = 'many-pay' | 'provider-away' | 'no-answer';

/** The API does not let the purchase be paid in its present state. */
export class NotPayableError extends Error {
  override readonly name = 'NotPayableError';
}

/**
 * Starts the payment of a purchase, for as long as it takes. Repeating it finds the same payment.
 *
 * @throws NotPayableError; the reason of the signal
 */
export async function startPayment(
  purchaseId: string,
  tell: (delay: Delay) => void,
  signal: AbortSignal,
): Promise<StartedPayment> {
  for (;;) {
    try {
      return await purchases.startPayment(purchaseId, { signal });
    } catch (error) {
      signal.throwIfAborted();
      const delay = explainDelay(error);
      if (delay === undefined) throw new NotPayableError('not payable', { cause: error });
      tell(delay);
      await waitToRetry(
        signal,
        error instanceof WillcallError ? error.retryAfterSeconds : undefined,
      );
    }
  }
}

/** Why an error passes by itself. Undefined if it does not. */
export function explainDelay(error: unknown): Delay | undefined {
  if (!(error instanceof WillcallError) || error.status === undefined) return 'no-answer';
  if (error.status === 429) return 'many-pay';
  if (error.status >= 500) return 'provider-away';
  // The token has expired, and the next one is asked for.
  return error.status === 401 || error.status === 408 ? 'no-answer' : undefined;
}
