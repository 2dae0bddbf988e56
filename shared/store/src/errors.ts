/** What went wrong in the store, and whether the same call may succeed later. */
type StoreErrorCode =
  /** Throttled, timed out, unreachable: what was sent may or may not have taken effect. */
  | 'STORE_UNAVAILABLE'
  /** A record has not the shape that this release knows. */
  | 'RECORD_UNREADABLE'
  /** A show has a shard that does not exist. */
  | 'STOCK_MISSING'
  /** There is no such show to audit. */
  | 'SHOW_UNKNOWN';

/** The one error of this package. Its message holds no data of a record. */
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
