/** The one error of this package: the queue was not reached. Sending again with the same ids is safe. */
export class MessagingError extends Error {
  override readonly name = 'MessagingError';
  readonly code = 'QUEUE_UNAVAILABLE';
  readonly retryable = true;
}
