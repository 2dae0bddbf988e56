/** What went wrong in messaging, and whether the same call may succeed later. */
export type MessagingErrorCode =
  /** The queue was not reached. Sending again with the same ids is safe. */
  | 'QUEUE_UNAVAILABLE'
  /** The bus did not take every event. Events keep their ids when they are published again. */
  | 'BUS_UNAVAILABLE'
  /** An event has not the shape of its contract, or the bus says so: it never will. */
  | 'INVALID_EVENT'
  /** An event, or a record to be parked, is larger than AWS takes. */
  | 'TOO_LARGE';

/** The one error of this package. Its message holds nothing of what was to be sent. */
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
