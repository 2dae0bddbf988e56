/**
 * The failures of a payment provider:
 * - `PROVIDER_UNAVAILABLE`: it did not answer, failed, or did not accept the keys. The call may have taken effect. A
 *   retry is safe and can help.
 * - `RATE_LIMITED`: it refused the call for now. Nothing took effect.
 * - `PROVIDER_REFUSED`: it refuses this call for ever, because of its arguments or of the account.
 * - `INTENT_UNKNOWN`: it has no such intent.
 * - `SIGNATURE_INVALID`: a message is not from the provider, or too old.
 */
export type ProviderErrorCode =
  | 'PROVIDER_UNAVAILABLE'
  | 'RATE_LIMITED'
  | 'PROVIDER_REFUSED'
  | 'INTENT_UNKNOWN'
  | 'SIGNATURE_INVALID';

/** A failure of the payment provider. Its message has no secret, no card data and no personal data. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;

  constructor(code: ProviderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whether the same call can succeed later. */
  get retryable(): boolean {
    return this.code === 'PROVIDER_UNAVAILABLE' || this.code === 'RATE_LIMITED';
  }
}

type PaymentsErrorCode =
  /** The message is not a payment task. A redelivery cannot help. */
  | 'INVALID_TASK'
  /** The purchase of an intent, or the show of a hold, does not exist. A person must look. */
  | 'RECORD_MISSING'
  /** Others change the same purchase again and again. */
  | 'CONTENDED';

/** The error of this package's own work. Its message has no personal data. */
export class PaymentsError extends Error {
  override readonly name = 'PaymentsError';
  readonly code: PaymentsErrorCode;

  constructor(code: PaymentsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
