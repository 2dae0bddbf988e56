/** The keys of purchase ids are out of reach for now. Answered 503: nothing was done, try again. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'STORE_UNAVAILABLE';
  readonly retryable = true;
}
