type WorkerErrorCode =
  /** The message is not a purchase message. A redelivery cannot help. */
  | 'INVALID_MESSAGE'
  /** An earlier message of the same buyer and show failed. This one must wait for it. */
  | 'BEHIND_A_FAILURE'
  /** Too many conflicts with other workers, or no time left. */
  | 'CONTENDED';

/** The error of this package. Its text contains nothing from the message body. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  readonly code: WorkerErrorCode;
  readonly retryable: boolean;

  constructor(code: WorkerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code !== 'INVALID_MESSAGE';
  }
}
