import Stripe from 'stripe';
import { ProviderError, type ProviderErrorCode } from '../errors.ts';

/** Stripe's code for an id that names nothing. Source: https://docs.stripe.com/error-codes */
const MISSING = 'resource_missing';

/**
 * Sends a call to Stripe and converts its failure. The error keeps Stripe's type and code and the id of the request,
 * and no cause: Stripe's errors can carry an intent with its secret.
 *
 * @param what completes the sentence "Stripe did not …", e.g. `make the intent`.
 * @throws ProviderError
 */
export async function send<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toProviderError(what, error);
  }
}

/** Converts a failure of the SDK, or of reading the keys or the budget that it needs. */
export function toProviderError(what: string, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    // The keys or the budget could not be read. Such errors quote nothing.
    return new ProviderError('PROVIDER_UNAVAILABLE', `Stripe did not ${what}`, { cause: error });
  }
  const { type, code, statusCode, requestId } = error;
  const facts = [type, code, statusCode, requestId].filter((fact) => fact !== undefined);
  return new ProviderError(findCode(error), `Stripe did not ${what}: ${facts.join(' ')}`);
}

/**
 * A wrong key and a missing permission are no fault of the call: it succeeds as soon as a person has repaired them, and
 * nothing may be given up because of them. So is a conflict with another request under the same idempotency key.
 */
function findCode(error: Stripe.errors.StripeError): ProviderErrorCode {
  const {
    StripeRateLimitError,
    StripeInvalidRequestError,
    StripeIdempotencyError,
    StripeCardError,
  } = Stripe.errors;
  if (error instanceof StripeRateLimitError || error.statusCode === 429) return 'RATE_LIMITED';
  if (error instanceof StripeIdempotencyError) {
    return error.statusCode === 409 ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED';
  }
  if (error instanceof StripeInvalidRequestError && error.code === MISSING) return 'INTENT_UNKNOWN';
  return error instanceof StripeInvalidRequestError || error instanceof StripeCardError
    ? 'PROVIDER_REFUSED'
    : 'PROVIDER_UNAVAILABLE';
}

/** The header of an answer that Stripe had given to the same idempotency key before, errors included. */
const REPLAYED = 'idempotent-replayed';

/** Whether Stripe has failed under an idempotency key before, and answers that failure again for a day. */
export const isReplayedFailure = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeAPIError && error.headers?.[REPLAYED] === 'true';

/** Whether an answer is the one that was given first to its idempotency key. It may be out of date. */
export const isReplayed = ({ lastResponse }: Stripe.Response<object>): boolean =>
  lastResponse.headers[REPLAYED] === 'true';
