type WorkerErrorCode =
  /** The message is none of ours. However often it is delivered, it will not become one. */
  | 'INVALID_MESSAGE'
  /** An earlier message of the same buyer and show failed: this one must wait its turn. */
  | 'BEHIND_A_FAILURE'
  /** Other workers were faster too often, or the time ran out. */
  | 'CONTENDED';

/** The one error of this package. Its message holds nothing of the message's body. */
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
