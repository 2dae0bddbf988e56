/** The bucket did not answer, or not what it must: the same read may succeed later. */
export type FlyersErrorCode = 'BUCKET_UNAVAILABLE';

/** The one error of this package. Its message holds nothing of an object or its key. */
export class FlyersError extends Error {
  override readonly name = 'FlyersError';
  readonly code: FlyersErrorCode;
  readonly retryable = true;

  constructor(code: FlyersErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
