type StreamErrorCode =
  /** A record that this release cannot read. However often it is delivered, it stays so. */
  | 'UNREADABLE_RECORD'
  /** An earlier change of the same item could not be announced: this one must wait its turn. */
  | 'BEHIND_A_FAILURE';

/** The one error of this package. Its message holds nothing of the record. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly code: StreamErrorCode;
  readonly retryable: boolean;

  constructor(code: StreamErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code !== 'UNREADABLE_RECORD';
  }
}
