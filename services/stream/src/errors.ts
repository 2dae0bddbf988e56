type StreamErrorCode =
  /** This release cannot read the record. A redelivery cannot help. */
  | 'UNREADABLE_RECORD'
  /** An earlier change of the same item could not be announced. This one must wait for it. */
  | 'BEHIND_A_FAILURE';

/** The error of this package. Its message contains no values of the record. */
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
