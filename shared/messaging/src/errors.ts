/** The error codes of this package. */
export type MessagingErrorCode =
  /** The queue could not be reached. Retrying with the same ids is safe. */
  | 'QUEUE_UNAVAILABLE'
  /** The bus did not accept every event. Events keep their ids when they are published again. */
  | 'BUS_UNAVAILABLE'
  /** An event does not match its contract, or the bus rejects it as malformed. A retry does not help. */
  | 'INVALID_EVENT'
  /** An event, or a record to be parked, exceeds the size limit of AWS. */
  | 'TOO_LARGE';

/** The only error class of this package. Its message never quotes what was to be sent. */
export class MessagingError extends Error {
  override readonly name = 'MessagingError';
  readonly code: MessagingErrorCode;
  readonly retryable: boolean;

  constructor(
    message: string,
    { code = 'QUEUE_UNAVAILABLE', ...options }: ErrorOptions & { code?: MessagingErrorCode } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'QUEUE_UNAVAILABLE' || code === 'BUS_UNAVAILABLE';
  }
}
