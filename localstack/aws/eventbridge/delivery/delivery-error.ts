/** What a dead letter says in ERROR_CODE. */
export type DeliveryErrorCode =
  | 'FUNCTION_ERROR'
  | 'INVALID_JSON'
  | 'NO_RESOURCE'
  | 'SQS_ERROR'
  | 'TIMEOUT';

/** Those that no later attempt can mend, so that EventBridge makes none. */
const PERMANENT: ReadonlySet<DeliveryErrorCode> = new Set(['INVALID_JSON', 'NO_RESOURCE']);

/** Why a target did not get an event. */
export class DeliveryError extends Error {
  readonly code: DeliveryErrorCode;

  constructor(code: DeliveryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeliveryError';
    this.code = code;
  }

  get isRetryable(): boolean {
    return !PERMANENT.has(this.code);
  }
}
