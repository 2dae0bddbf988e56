/** Why a call to the store failed. */
type StoreErrorCode =
  /** Throttled, timed out or unreachable. The request may or may not have taken effect. */
  | 'STORE_UNAVAILABLE'
  /** A record does not match the schema of this release. */
  | 'RECORD_UNREADABLE'
  /** A stock shard of a show does not exist. */
  | 'STOCK_MISSING'
  /** The show to audit does not exist. */
  | 'SHOW_UNKNOWN';

/** The only error of this package. Its message contains no data from a record. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly retryable: boolean;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'STORE_UNAVAILABLE';
  }
}
