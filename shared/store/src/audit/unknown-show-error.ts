/** There is no show of that id, so there is nothing to audit. */
export class UnknownShowError extends Error {
  override readonly name = 'UnknownShowError';
  readonly code = 'SHOW_NOT_FOUND';
  readonly retryable = false;

  constructor(showId: string) {
    super(`There is no show ${showId}`);
  }
}
